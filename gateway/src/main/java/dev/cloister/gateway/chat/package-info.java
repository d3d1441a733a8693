/** Conversations: what is stored of them, and answers while they arrive. */
@NullMarked
package dev.cloister.gateway.chat;

import org.jspecify.annotations.NullMarked;
