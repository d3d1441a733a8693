/** The one way to PostgreSQL. */
@NullMarked
package dev.cloister.gateway.store;

import org.jspecify.annotations.NullMarked;
