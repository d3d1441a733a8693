/** What is told of each attempt to leave a cell. */
@NullMarked
package dev.cloister.sandbox.egress.audit;

import org.jspecify.annotations.NullMarked;
