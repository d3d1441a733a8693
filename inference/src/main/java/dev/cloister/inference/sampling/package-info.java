/** The draw of the next token from a row of logits, seeded and exact. */
@NullMarked
package dev.cloister.inference.sampling;

import org.jspecify.annotations.NullMarked;
