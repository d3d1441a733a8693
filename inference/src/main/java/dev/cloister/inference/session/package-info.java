/** Many answers at once in one context: the scheduler, its sequences, and the text that comes out. */
@NullMarked
package dev.cloister.inference.session;

import org.jspecify.annotations.NullMarked;
