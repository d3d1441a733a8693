/** HTTP/1.1 as the proxy speaks it: strict where a lenient reader would let two sides read one message in two ways. */
@NullMarked
package dev.cloister.sandbox.egress.http;

import org.jspecify.annotations.NullMarked;
