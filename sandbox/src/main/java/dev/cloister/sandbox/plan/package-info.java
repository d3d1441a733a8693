/** What is to be done for a request, decided from the user's own words before anything is done. */
@NullMarked
package dev.cloister.sandbox.plan;

import org.jspecify.annotations.NullMarked;
