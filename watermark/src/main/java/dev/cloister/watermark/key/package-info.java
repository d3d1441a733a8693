/** The master secret of an installation, and the mark keys derived from it. */
@NullMarked
package dev.cloister.watermark.key;

import org.jspecify.annotations.NullMarked;
