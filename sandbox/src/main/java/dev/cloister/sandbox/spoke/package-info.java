/** Spokes: one sandbox per app and user that holds the app's operator and its MCP server, and the hub's side of it. */
@NullMarked
package dev.cloister.sandbox.spoke;

import org.jspecify.annotations.NullMarked;
