/** Exact tails and intervals of the binomial distribution. */
@NullMarked
package dev.cloister.watermark.statistics;

import org.jspecify.annotations.NullMarked;
