@NullMarked
package dev.cloister.sandbox.json;

import org.jspecify.annotations.NullMarked;
