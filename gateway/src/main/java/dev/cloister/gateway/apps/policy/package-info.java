/** An organisation's rules for apps: the policy in force, proposals to change it, and what it would say. */
@NullMarked
package dev.cloister.gateway.apps.policy;

import org.jspecify.annotations.NullMarked;
