@NullMarked
package dev.cloister.sandbox.spoke;

import org.jspecify.annotations.NullMarked;
