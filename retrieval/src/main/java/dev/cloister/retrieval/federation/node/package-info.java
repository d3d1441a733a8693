/** A node that answers the parties that it invited. */
@NullMarked
package dev.cloister.retrieval.federation.node;

import org.jspecify.annotations.NullMarked;
