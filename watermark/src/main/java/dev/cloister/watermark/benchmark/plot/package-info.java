/** The benchmark's figures as a page with plots. */
@NullMarked
package dev.cloister.watermark.benchmark.plot;

import org.jspecify.annotations.NullMarked;
