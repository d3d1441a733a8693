@NullMarked
package dev.cloister.sandbox.app;

import org.jspecify.annotations.NullMarked;
