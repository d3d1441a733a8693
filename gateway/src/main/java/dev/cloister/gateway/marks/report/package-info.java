/** Signed reports on texts: what was found, as JSON that programs verify and as PDF that people read. */
@NullMarked
package dev.cloister.gateway.marks.report;

import org.jspecify.annotations.NullMarked;
