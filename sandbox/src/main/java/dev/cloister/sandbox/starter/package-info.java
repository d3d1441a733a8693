/**
 * The two processes of a Cloister that root starts: a small one that keeps root and starts sandboxes, and the gateway, which
 * has no rights and asks it. Decision 0016.
 */
@NullMarked
package dev.cloister.sandbox.starter;

import org.jspecify.annotations.NullMarked;
