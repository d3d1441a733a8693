/** Schemes as they were published, flaws included, to compare ours with. */
@NullMarked
package dev.cloister.watermark.benchmark.published;

import org.jspecify.annotations.NullMarked;
