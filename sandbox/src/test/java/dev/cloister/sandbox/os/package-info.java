@NullMarked
package dev.cloister.sandbox.os;

import org.jspecify.annotations.NullMarked;
