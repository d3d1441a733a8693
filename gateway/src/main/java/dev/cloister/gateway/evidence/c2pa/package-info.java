/**
 * Signed provenance of exported texts: C2PA manifests (Content Credentials, Technical Specification 2.3) that travel in the text
 * itself, as characters without width.
 */
@NullMarked
package dev.cloister.gateway.evidence.c2pa;

import org.jspecify.annotations.NullMarked;
