/** The hub's operator: carries a plan out over spokes, with labels on every value and consent at every call. */
@NullMarked
package dev.cloister.sandbox.hub;

import org.jspecify.annotations.NullMarked;
