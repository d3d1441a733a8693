/** JSON Schemas as grammars over bytes, and the matcher that keeps an answer inside one. */
@NullMarked
package dev.cloister.inference.grammar;

import org.jspecify.annotations.NullMarked;
