/** How well the search ranks, judged by people. */
@NullMarked
package dev.cloister.retrieval.benchmark.quality;

import org.jspecify.annotations.NullMarked;
