/** The Model Context Protocol's client side over standard streams; used inside a spoke only. */
@NullMarked
package dev.cloister.sandbox.mcp;

import org.jspecify.annotations.NullMarked;
