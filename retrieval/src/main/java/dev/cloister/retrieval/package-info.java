/** Documents found again: collections, hybrid search and citations. */
@NullMarked
package dev.cloister.retrieval;

import org.jspecify.annotations.NullMarked;
