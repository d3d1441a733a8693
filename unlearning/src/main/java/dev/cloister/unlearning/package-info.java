/** Making a model forget, with evidence. */
@NullMarked
package dev.cloister.unlearning;

import org.jspecify.annotations.NullMarked;
