/** Strict JSON without dependencies: small enough to load in a spoke's first milliseconds, the same on both ends of its pipe. */
@NullMarked
package dev.cloister.sandbox.json;

import org.jspecify.annotations.NullMarked;
