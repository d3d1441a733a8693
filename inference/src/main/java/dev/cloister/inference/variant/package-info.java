/** Models as changed by LoRA adapters and control vectors: their files, and a context for each such variant in use. */
@NullMarked
package dev.cloister.inference.variant;

import org.jspecify.annotations.NullMarked;
