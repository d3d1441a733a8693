@NullMarked
package dev.cloister.sandbox.egress.tls;

import org.jspecify.annotations.NullMarked;
