@NullMarked
package dev.cloister.sandbox.plan;

import org.jspecify.annotations.NullMarked;
