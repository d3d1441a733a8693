/** Hashes that several features take. */
@NullMarked
package dev.cloister.gateway.hash;

import org.jspecify.annotations.NullMarked;
