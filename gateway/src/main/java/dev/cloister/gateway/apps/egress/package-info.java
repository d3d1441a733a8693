/** Apps' ways out as the gateway has them: its network, an app's secrets, each attempt in the audit log. */
@NullMarked
package dev.cloister.gateway.apps.egress;

import org.jspecify.annotations.NullMarked;
