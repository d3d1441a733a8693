/** What people do to a text to be rid of its mark, or that happens to it on its way. */
@NullMarked
package dev.cloister.watermark.attack;

import org.jspecify.annotations.NullMarked;
