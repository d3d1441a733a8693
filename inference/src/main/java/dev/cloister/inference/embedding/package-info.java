/** Sentence vectors by MiniLM, in process. */
@NullMarked
package dev.cloister.inference.embedding;

import org.jspecify.annotations.NullMarked;
