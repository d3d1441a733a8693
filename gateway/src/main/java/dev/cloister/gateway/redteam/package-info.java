/** The red team's command: the sandbox module's attacks with the model that the gateway serves. */
@NullMarked
package dev.cloister.gateway.redteam;

import org.jspecify.annotations.NullMarked;
