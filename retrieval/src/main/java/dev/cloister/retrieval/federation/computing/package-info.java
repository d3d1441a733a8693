/** Where what takes a processor's time is computed. */
@NullMarked
package dev.cloister.retrieval.federation.computing;

import org.jspecify.annotations.NullMarked;
