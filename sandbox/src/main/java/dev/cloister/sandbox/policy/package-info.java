/** What is to become of a call: the organisation's rules, what was granted, the choices that a user is given. Pure functions. */
@NullMarked
package dev.cloister.sandbox.policy;

import org.jspecify.annotations.NullMarked;
