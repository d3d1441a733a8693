/** Who could have written a value and who may read it: what information-flow checks rest on. */
@NullMarked
package dev.cloister.sandbox.label;

import org.jspecify.annotations.NullMarked;
