@NullMarked
package dev.cloister.retrieval.federation.node;

import org.jspecify.annotations.NullMarked;
