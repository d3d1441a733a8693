/** The tools: what they say of themselves stands in JSON beside them, and arguments are checked against that. */
@NullMarked
package dev.cloister.gateway.mcp.tool;

import org.jspecify.annotations.NullMarked;
