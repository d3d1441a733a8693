/** Secrets that administrators store for apps: sealed, never readable again, filled in by the proxy for their host. */
@NullMarked
package dev.cloister.gateway.apps.secret;

import org.jspecify.annotations.NullMarked;
