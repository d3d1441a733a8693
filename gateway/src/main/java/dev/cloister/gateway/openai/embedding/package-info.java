/** {@code /v1/embeddings}. */
@NullMarked
package dev.cloister.gateway.openai.embedding;

import org.jspecify.annotations.NullMarked;
