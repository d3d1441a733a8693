/** What is offered: immutable snapshots of collections, and passages under a key each. */
@NullMarked
package dev.cloister.retrieval.federation.offer;

import org.jspecify.annotations.NullMarked;
