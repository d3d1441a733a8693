/** JSON-RPC 2.0 as MCP narrows it: what may come, and the errors that go back. */
@NullMarked
package dev.cloister.gateway.mcp.message;

import org.jspecify.annotations.NullMarked;
