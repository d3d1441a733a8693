/** Which passage supports which sentence of an answer. */
@NullMarked
package dev.cloister.retrieval.citation;

import org.jspecify.annotations.NullMarked;
