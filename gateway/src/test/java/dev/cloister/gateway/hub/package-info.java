/** The hub: plans, consents, answers. */
@NullMarked
package dev.cloister.gateway.hub;

import org.jspecify.annotations.NullMarked;
