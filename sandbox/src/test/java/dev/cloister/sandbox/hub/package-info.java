@NullMarked
package dev.cloister.sandbox.hub;

import org.jspecify.annotations.NullMarked;
