/** Installed apps: what they are, what they were given, and what they may do. */
@NullMarked
package dev.cloister.gateway.apps;

import org.jspecify.annotations.NullMarked;
