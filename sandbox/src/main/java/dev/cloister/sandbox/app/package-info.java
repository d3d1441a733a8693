/** App bundles: a folder with an MCPB manifest (v0.4) and our permission block, pinned by a digest over its files. */
@NullMarked
package dev.cloister.sandbox.app;

import org.jspecify.annotations.NullMarked;
