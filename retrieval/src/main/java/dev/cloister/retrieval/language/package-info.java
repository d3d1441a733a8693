/** Which language a text is in, and how its words are reduced to what is searched by. */
@NullMarked
package dev.cloister.retrieval.language;

import org.jspecify.annotations.NullMarked;
