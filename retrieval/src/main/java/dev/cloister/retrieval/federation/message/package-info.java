/** What nodes say to each other over a connection. */
@NullMarked
package dev.cloister.retrieval.federation.message;

import org.jspecify.annotations.NullMarked;
