/** Arithmetic modulo one prime in the ring of polynomials modulo x^4096 + 1, in scalar and in vector code. */
@NullMarked
package dev.cloister.retrieval.ring.kernel;

import org.jspecify.annotations.NullMarked;
