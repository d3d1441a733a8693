/** Ways to read a text that somebody may have changed, so that its mark is found again. */
@NullMarked
package dev.cloister.watermark.text;

import org.jspecify.annotations.NullMarked;
