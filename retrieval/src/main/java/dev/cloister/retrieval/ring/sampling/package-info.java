/** Random polynomials from seeds: secrets, errors, masks, and uniform residues that both parties expand alike. */
@NullMarked
package dev.cloister.retrieval.ring.sampling;

import org.jspecify.annotations.NullMarked;
