/** OpenAI's API, so that existing clients work unchanged. */
@NullMarked
package dev.cloister.gateway.openai;

import org.jspecify.annotations.NullMarked;
