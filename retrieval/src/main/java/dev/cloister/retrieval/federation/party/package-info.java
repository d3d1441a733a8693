/** Who takes part: identities, invitations, and how much each may ask. */
@NullMarked
package dev.cloister.retrieval.federation.party;

import org.jspecify.annotations.NullMarked;
