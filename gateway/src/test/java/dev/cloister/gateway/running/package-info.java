/** A real gateway for tests: the packaged program, its own database, engine worker and sandboxes. */
@NullMarked
package dev.cloister.gateway.running;

import org.jspecify.annotations.NullMarked;
