@NullMarked
package dev.cloister.sandbox.redteam;

import org.jspecify.annotations.NullMarked;
