@NullMarked
package dev.cloister.retrieval.federation.party;

import org.jspecify.annotations.NullMarked;
