@NullMarked
package dev.cloister.retrieval.transfer;

import org.jspecify.annotations.NullMarked;
