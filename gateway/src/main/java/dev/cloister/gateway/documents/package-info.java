/** Users' documents: upload, listing, reading, deletion, and search for the hub. */
@NullMarked
package dev.cloister.gateway.documents;

import org.jspecify.annotations.NullMarked;
