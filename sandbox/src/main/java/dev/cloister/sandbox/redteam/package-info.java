/** Attack suites against the hub and its spokes, carried out for real: what counts is which calls reach an app. */
@NullMarked
package dev.cloister.sandbox.redteam;

import org.jspecify.annotations.NullMarked;
