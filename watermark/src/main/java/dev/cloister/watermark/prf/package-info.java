/** The pseudo-random functions of published schemes, word for word, so that their marks can be read and made here. */
@NullMarked
package dev.cloister.watermark.prf;

import org.jspecify.annotations.NullMarked;
