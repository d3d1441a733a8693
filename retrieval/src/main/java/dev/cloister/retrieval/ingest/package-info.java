/** From a file's bytes to pages of text, in a sandbox, and from there to passages. */
@NullMarked
package dev.cloister.retrieval.ingest;

import org.jspecify.annotations.NullMarked;
