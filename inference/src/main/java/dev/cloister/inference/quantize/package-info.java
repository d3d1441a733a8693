/** Model files in another type of weights, made in a process of their own, and what that costs in perplexity. */
@NullMarked
package dev.cloister.inference.quantize;

import org.jspecify.annotations.NullMarked;
