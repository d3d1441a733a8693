@NullMarked
package dev.cloister.sandbox.remote;

import org.jspecify.annotations.NullMarked;
