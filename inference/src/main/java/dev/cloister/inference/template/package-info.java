/** Chats as tokens, by the model's own template; what a person typed never becomes a control token. */
@NullMarked
package dev.cloister.inference.template;

import org.jspecify.annotations.NullMarked;
