/** What the engine costs beside a bare decode loop, measured in pairs. */
@NullMarked
package dev.cloister.inference.benchmark;

import org.jspecify.annotations.NullMarked;
