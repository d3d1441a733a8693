/** How the gateway says no: RFC 9457 problem documents on {@code /api}, OpenAI's error shape on {@code /v1}. */
@NullMarked
package dev.cloister.gateway.problem;

import org.jspecify.annotations.NullMarked;
