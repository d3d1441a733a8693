/** Search across organisations: this node's part, its page and its commands. */
@NullMarked
package dev.cloister.gateway.federation;

import org.jspecify.annotations.NullMarked;
