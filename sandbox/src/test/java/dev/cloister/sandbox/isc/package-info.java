@NullMarked
package dev.cloister.sandbox.isc;

import org.jspecify.annotations.NullMarked;
