/** What is measured of a key before it marks anything. */
@NullMarked
package dev.cloister.watermark.certificate;

import org.jspecify.annotations.NullMarked;
