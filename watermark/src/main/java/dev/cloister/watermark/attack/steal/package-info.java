/** Marks forged and removed by somebody who has no key and counts words. */
@NullMarked
package dev.cloister.watermark.attack.steal;

import org.jspecify.annotations.NullMarked;
