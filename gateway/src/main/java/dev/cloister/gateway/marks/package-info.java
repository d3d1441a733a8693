/** Marks on answers: which key marks whose, and the check of a text. */
@NullMarked
package dev.cloister.gateway.marks;

import org.jspecify.annotations.NullMarked;
