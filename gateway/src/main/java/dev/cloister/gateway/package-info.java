/** HTTP, identity, persistence, the audit log and the hub. */
@NullMarked
package dev.cloister.gateway;

import org.jspecify.annotations.NullMarked;
