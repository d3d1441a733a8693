/** Fetching passages: obliviously, among decoys, or directly. */
@NullMarked
package dev.cloister.retrieval.transfer;

import org.jspecify.annotations.NullMarked;
