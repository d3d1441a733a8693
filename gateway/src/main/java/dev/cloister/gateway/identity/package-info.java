/** Who is calling: local accounts, the page's session cookie, API tokens. */
@NullMarked
package dev.cloister.gateway.identity;

import org.jspecify.annotations.NullMarked;
