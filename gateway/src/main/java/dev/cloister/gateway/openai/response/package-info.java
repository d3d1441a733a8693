/** {@code /v1/responses}, and the responses that are kept. */
@NullMarked
package dev.cloister.gateway.openai.response;

import org.jspecify.annotations.NullMarked;
