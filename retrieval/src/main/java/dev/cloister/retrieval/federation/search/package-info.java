/** A question to all parties at once. */
@NullMarked
package dev.cloister.retrieval.federation.search;

import org.jspecify.annotations.NullMarked;
