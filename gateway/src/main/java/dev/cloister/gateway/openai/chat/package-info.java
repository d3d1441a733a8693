/** {@code /v1/chat/completions}. */
@NullMarked
package dev.cloister.gateway.openai.chat;

import org.jspecify.annotations.NullMarked;
