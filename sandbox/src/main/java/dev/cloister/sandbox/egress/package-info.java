/** The only way out of a cell: a proxy on a Unix socket that lets through what an app's rules name, and tells of all. */
@NullMarked
package dev.cloister.sandbox.egress;

import org.jspecify.annotations.NullMarked;
