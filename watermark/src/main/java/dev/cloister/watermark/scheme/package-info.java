/** How a mark is woven into the draw of a token. */
@NullMarked
package dev.cloister.watermark.scheme;

import org.jspecify.annotations.NullMarked;
