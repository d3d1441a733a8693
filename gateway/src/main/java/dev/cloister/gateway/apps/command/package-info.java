/** {@code ./cloister app}: writing, checking, registering and deciding on apps from a terminal. */
@NullMarked
package dev.cloister.gateway.apps.command;

import org.jspecify.annotations.NullMarked;
