/**
 * The operating system's sandbox: bubblewrap's namespaces, a system-call filter assembled here, an own user id, limits,
 * and the self-test that tries to get out of it.
 */
@NullMarked
package dev.cloister.sandbox.os;

import org.jspecify.annotations.NullMarked;
