/** GGUF files, read without native code: headers strictly, and the values of small tensors. */
@NullMarked
package dev.cloister.inference.gguf;

import org.jspecify.annotations.NullMarked;
