/** Documents and their passages. */
@NullMarked
package dev.cloister.retrieval.collection;

import org.jspecify.annotations.NullMarked;
