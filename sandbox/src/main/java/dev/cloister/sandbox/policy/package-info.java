/** Who may do what: grants and the choices that a user is given. Pure functions. */
@NullMarked
package dev.cloister.sandbox.policy;

import org.jspecify.annotations.NullMarked;
