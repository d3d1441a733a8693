/** Whether a text bears a mark, and how sure that is. */
@NullMarked
package dev.cloister.watermark.detect;

import org.jspecify.annotations.NullMarked;
