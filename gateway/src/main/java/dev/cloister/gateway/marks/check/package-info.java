/** Checks of texts for the mark, by anyone, by the tenant's people, and of whole files. */
@NullMarked
package dev.cloister.gateway.marks.check;

import org.jspecify.annotations.NullMarked;
