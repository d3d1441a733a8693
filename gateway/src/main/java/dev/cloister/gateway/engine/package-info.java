/** The model in use, as the gateway starts and watches it: a worker process, or a server elsewhere. */
@NullMarked
package dev.cloister.gateway.engine;

import org.jspecify.annotations.NullMarked;
