/** How long a query takes. */
@NullMarked
package dev.cloister.retrieval.benchmark;

import org.jspecify.annotations.NullMarked;
