@NullMarked
package dev.cloister.sandbox.egress.http;

import org.jspecify.annotations.NullMarked;
