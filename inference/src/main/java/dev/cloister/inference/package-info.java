/**
 * Quantised models, served locally.
 *
 * <p>The types of this package are what the rest of Cloister sees of a model: an {@link dev.cloister.inference.Engine},
 * what it is asked and what it answers, and the two doors that higher modules fill: {@link
 * dev.cloister.inference.LogitsStage} (marks) and {@link dev.cloister.inference.ProcessLauncher} (the sandbox that the
 * engine's worker process runs in).
 */
@NullMarked
package dev.cloister.inference;

import org.jspecify.annotations.NullMarked;
