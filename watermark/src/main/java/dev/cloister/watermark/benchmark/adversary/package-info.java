/** Whoever rewords, steals and forges marks with a model of their own. */
@NullMarked
package dev.cloister.watermark.benchmark.adversary;

import org.jspecify.annotations.NullMarked;
