@NullMarked
package dev.cloister.sandbox.policy;

import org.jspecify.annotations.NullMarked;
