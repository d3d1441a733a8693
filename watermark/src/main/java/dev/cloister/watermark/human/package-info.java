/** Texts that people wrote, to measure keys and schemes on. */
@NullMarked
package dev.cloister.watermark.human;

import org.jspecify.annotations.NullMarked;
