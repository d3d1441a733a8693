/** What marks cost the reader. */
@NullMarked
package dev.cloister.watermark.benchmark.quality;

import org.jspecify.annotations.NullMarked;
