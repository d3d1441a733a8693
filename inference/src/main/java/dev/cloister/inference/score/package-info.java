/** Log-probabilities of given texts: the work of membership audits, perplexities and probes. */
@NullMarked
package dev.cloister.inference.score;

import org.jspecify.annotations.NullMarked;
