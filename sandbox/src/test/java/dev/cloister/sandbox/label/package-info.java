@NullMarked
package dev.cloister.sandbox.label;

import org.jspecify.annotations.NullMarked;
