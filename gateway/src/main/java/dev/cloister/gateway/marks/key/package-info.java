/** Keys of marks: their epochs, their certificates, and which scheme marks whose answers. */
@NullMarked
package dev.cloister.gateway.marks.key;

import org.jspecify.annotations.NullMarked;
