/** The binding of libllama 0.5.0 by java.lang.foreign; nothing outside this package knows a memory segment. */
@NullMarked
package dev.cloister.inference.llama;

import org.jspecify.annotations.NullMarked;
