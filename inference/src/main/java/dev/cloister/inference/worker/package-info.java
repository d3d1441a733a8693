/** The engine's own process: its main program, its socket's frames, and the client that supervises it. */
@NullMarked
package dev.cloister.inference.worker;

import org.jspecify.annotations.NullMarked;
