/**
 * The audit log: append-only, hash-chained, signed, with checkpoints outside the database.
 *
 * <p>Who can write to the database alone can neither change nor add an entry (the signature fails), nor drop the newest
 * ones unnoticed (a checkpoint names an entry that is gone). Who holds the signing key as well can.
 */
@NullMarked
package dev.cloister.gateway.ledger;

import org.jspecify.annotations.NullMarked;
