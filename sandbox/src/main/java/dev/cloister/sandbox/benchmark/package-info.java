/** What isolation costs, beside arms that exist here only: without an operating system's sandbox, and in one process. */
@NullMarked
package dev.cloister.sandbox.benchmark;

import org.jspecify.annotations.NullMarked;
