/** Answers while they are generated: who may have how many, what they say, and what a replay needs. */
@NullMarked
package dev.cloister.gateway.openai.answer;

import org.jspecify.annotations.NullMarked;
