/** The index of a tenant's documents, and hybrid search in it. */
@NullMarked
package dev.cloister.retrieval.search;

import org.jspecify.annotations.NullMarked;
