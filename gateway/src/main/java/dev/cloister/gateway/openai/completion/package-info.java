/** {@code /v1/completions}. */
@NullMarked
package dev.cloister.gateway.openai.completion;

import org.jspecify.annotations.NullMarked;
