/** {@code ./cloister model}: which models there are, and which one is in use. */
@NullMarked
package dev.cloister.gateway.models;

import org.jspecify.annotations.NullMarked;
