/** Search across nodes whose owners see neither the query nor each other's documents (FRAG's goal, arXiv 2410.13272). */
@NullMarked
package dev.cloister.retrieval.federation;

import org.jspecify.annotations.NullMarked;
