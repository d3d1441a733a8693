/** Headers of GGUF files, read strictly and without native code. */
@NullMarked
package dev.cloister.inference.gguf;

import org.jspecify.annotations.NullMarked;
