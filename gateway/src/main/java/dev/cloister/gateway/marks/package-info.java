/** Marks on answers: which key marks whose, checks of texts, and signed reports. */
@NullMarked
package dev.cloister.gateway.marks;

import org.jspecify.annotations.NullMarked;
