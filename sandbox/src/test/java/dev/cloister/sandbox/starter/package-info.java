@NullMarked
package dev.cloister.sandbox.starter;

import org.jspecify.annotations.NullMarked;
