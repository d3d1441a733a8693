/** Statements that the instance signs, and that verify without it. */
@NullMarked
package dev.cloister.gateway.evidence;

import org.jspecify.annotations.NullMarked;
