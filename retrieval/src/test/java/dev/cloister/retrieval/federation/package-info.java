@NullMarked
package dev.cloister.retrieval.federation;

import org.jspecify.annotations.NullMarked;
