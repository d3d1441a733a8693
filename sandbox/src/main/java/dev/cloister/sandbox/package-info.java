/** Third-party code in cells: one OS sandbox per app. */
@NullMarked
package dev.cloister.sandbox;

import org.jspecify.annotations.NullMarked;
