/** Audits of what a model learned of whom. */
@NullMarked
package dev.cloister.privacy;

import org.jspecify.annotations.NullMarked;
