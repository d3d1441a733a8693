/** TLS towards the cell: an authority of one spoke, and what a client says before a tunnel opens. */
@NullMarked
package dev.cloister.sandbox.egress.tls;

import org.jspecify.annotations.NullMarked;
