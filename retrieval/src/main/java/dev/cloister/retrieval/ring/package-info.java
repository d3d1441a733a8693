/** Scores of vectors against an encrypted query, by ring-LWE: whoever holds the vectors learns nothing of the query. */
@NullMarked
package dev.cloister.retrieval.ring;

import org.jspecify.annotations.NullMarked;
