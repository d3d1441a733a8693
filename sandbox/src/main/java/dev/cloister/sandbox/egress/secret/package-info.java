/** Secrets that apps use and never see: placeholders, where they are filled in, and the search for them in responses. */
@NullMarked
package dev.cloister.sandbox.egress.secret;

import org.jspecify.annotations.NullMarked;
