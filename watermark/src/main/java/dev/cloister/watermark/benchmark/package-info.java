/** How well marks are found on a real model's answers, and how rarely on human text. */
@NullMarked
package dev.cloister.watermark.benchmark;

import org.jspecify.annotations.NullMarked;
