@NullMarked
package dev.cloister.sandbox.egress;

import org.jspecify.annotations.NullMarked;
