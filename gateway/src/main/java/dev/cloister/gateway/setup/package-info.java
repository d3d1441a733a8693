/** From nothing to a running gateway: the home folder, the embedded database, the first account, the command line. */
@NullMarked
package dev.cloister.gateway.setup;

import org.jspecify.annotations.NullMarked;
