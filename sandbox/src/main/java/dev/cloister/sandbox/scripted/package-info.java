/** Apps whose tools do what a script says, run as any other app is, and a simulated user: for tests, benchmarks and attacks. */
@NullMarked
package dev.cloister.sandbox.scripted;

import org.jspecify.annotations.NullMarked;
