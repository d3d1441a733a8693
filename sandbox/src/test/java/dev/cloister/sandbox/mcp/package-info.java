@NullMarked
package dev.cloister.sandbox.mcp;

import org.jspecify.annotations.NullMarked;
