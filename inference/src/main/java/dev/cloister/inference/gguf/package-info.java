/** GGUF files (version 3), as far as Cloister itself reads them: names, shapes and values of small tensors. */
@NullMarked
package dev.cloister.inference.gguf;

import org.jspecify.annotations.NullMarked;
