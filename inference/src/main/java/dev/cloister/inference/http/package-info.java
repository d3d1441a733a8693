/** How the module speaks HTTP: which addresses it calls, and answers that are read with a limit on every wait. */
@NullMarked
package dev.cloister.inference.http;

import org.jspecify.annotations.NullMarked;
