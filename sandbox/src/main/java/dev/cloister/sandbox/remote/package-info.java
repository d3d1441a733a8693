/** Apps whose server runs elsewhere: a bridge in a cell of its own speaks to it, by the one way out that it has. */
@NullMarked
package dev.cloister.sandbox.remote;

import org.jspecify.annotations.NullMarked;
