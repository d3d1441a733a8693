/** Tool calls as models write them: their formats, the grammars that keep an answer to them, and reading them back. */
@NullMarked
package dev.cloister.inference.tool;

import org.jspecify.annotations.NullMarked;
