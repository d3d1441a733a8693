/** {@code /mcp}: the platform's own tools as a server of the Model Context Protocol, in both eras. */
@NullMarked
package dev.cloister.gateway.mcp;

import org.jspecify.annotations.NullMarked;
