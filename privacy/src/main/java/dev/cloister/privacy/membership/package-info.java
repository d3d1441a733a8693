/** Was this text in a model's training data? */
@NullMarked
package dev.cloister.privacy.membership;

import org.jspecify.annotations.NullMarked;
