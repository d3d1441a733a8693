/** Where sentences begin and end. */
@NullMarked
package dev.cloister.retrieval.sentence;

import org.jspecify.annotations.NullMarked;
