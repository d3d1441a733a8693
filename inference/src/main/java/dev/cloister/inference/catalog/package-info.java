/**
 * Which models there are: those that Cloister knows how to fetch ({@code models.json}), and those that an instance has,
 * with where they come from, what they need and which one is in use.
 */
@NullMarked
package dev.cloister.inference.catalog;

import org.jspecify.annotations.NullMarked;
