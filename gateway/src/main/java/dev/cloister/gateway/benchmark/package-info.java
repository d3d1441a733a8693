/** Measures the whole: engine, isolation, retrieval, mark, start-up and memory, on the packaged jars. */
@NullMarked
package dev.cloister.gateway.benchmark;

import org.jspecify.annotations.NullMarked;
