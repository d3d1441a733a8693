/** The engine's worker process, as the gateway starts and watches it. */
@NullMarked
package dev.cloister.gateway.engine;

import org.jspecify.annotations.NullMarked;
