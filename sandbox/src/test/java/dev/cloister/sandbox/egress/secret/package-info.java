@NullMarked
package dev.cloister.sandbox.egress.secret;

import org.jspecify.annotations.NullMarked;
