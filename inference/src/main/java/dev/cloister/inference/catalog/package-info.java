/** The models that Cloister knows how to fetch, as data. */
@NullMarked
package dev.cloister.inference.catalog;

import org.jspecify.annotations.NullMarked;
