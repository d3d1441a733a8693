/** Ways to make a model forget. */
@NullMarked
package dev.cloister.unlearning.method;

import org.jspecify.annotations.NullMarked;
