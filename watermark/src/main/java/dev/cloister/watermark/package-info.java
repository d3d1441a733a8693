/** Marks on generated text that can be proved later. */
@NullMarked
package dev.cloister.watermark;

import org.jspecify.annotations.NullMarked;
