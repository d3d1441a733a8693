package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.junit.jupiter.api.Test;
import java.security.SecureRandom;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class KeyAuditTest {

    private static final RingParameters PARAMETERS = RingParameters.STANDARD;
    private static final List<byte[]> VECTORS = Vectors.random(20, 32, 5);

    private final SecureRandom random = new SecureRandom();

    @Test
    void anHonestQuerierPassesAndIsAnswered() {
        try (KeyBatch batch = KeyBatch.draw(PARAMETERS, 8, random)) {
            KeyAudit audit =
                    KeyAudit.start(KeyCommitments.parse(batch.commitments().toBytes()), random);
            KeyChallenge challenge = KeyChallenge.parse(audit.challenge().toBytes());
            audit.check(KeyOpenings.parse(batch.open(challenge).toBytes()));
            try (PendingQuery pending = batch.ask(VECTORS.getFirst(), 4)) {
                EncryptedQuery query = EncryptedQuery.parse(pending.message().toBytes());
                audit.require(query);
                EncryptedAnswer answer =
                        new RingScoring(1).encode(VECTORS, query.shape()).answer(query, random);
                assertArrayEquals(Vectors.scores(VECTORS, VECTORS.getFirst()), pending.decrypt(answer));
            }
            refused(() -> batch.ask(VECTORS.getFirst(), 4));
            refused(() -> batch.open(challenge));
        }
    }

    @Test
    void aQueryUnderAnotherKeyIsRefused() {
        try (KeyBatch batch = KeyBatch.draw(PARAMETERS, 2, random);
                PendingQuery other = Querier.ask(VECTORS.getFirst(), PARAMETERS, 4, random)) {
            KeyAudit audit = KeyAudit.start(batch.commitments(), random);
            KeyOpenings openings = batch.open(audit.challenge());
            try (PendingQuery pending = batch.ask(VECTORS.getFirst(), 4)) {
                refused(() -> audit.require(pending.message()));
                audit.check(openings);
                audit.require(pending.message());
            }
            refused(() -> audit.require(other.message()));
        }
    }

    @Test
    void otherOpeningsThanAskedForAreRefused() {
        try (KeyBatch batch = KeyBatch.draw(PARAMETERS, 3, random)) {
            KeyAudit audit = KeyAudit.start(batch.commitments(), random);
            KeyOpenings openings = batch.open(audit.challenge());
            refused(() ->
                    audit.check(new KeyOpenings(PARAMETERS, openings.seeds().subList(0, 1))));
            refused(() -> audit.check(new KeyOpenings(RingParameters.STRICT, openings.seeds())));
            refused(() ->
                    audit.check(new KeyOpenings(PARAMETERS, openings.seeds().reversed())));
        }
    }

    /** One of eight keys has q/3 added: no seed makes it, so that it passes only where it is the one that is kept. */
    @Test
    void aStructuredKeyIsCaughtUnlessItIsTheOneThatIsKept() {
        int keys = 8;
        int bad = 5;
        CheatingBatch batch = new CheatingBatch(keys, bad, random);
        int rounds = 400;
        int passed = 0;
        for (int round = 0; round < rounds; round++) {
            KeyAudit audit = KeyAudit.start(batch.commitments(), random);
            KeyOpenings openings = batch.openings(audit.challenge());
            if (audit.challenge().kept() == bad) {
                audit.check(openings);
                passed++;
            } else if (round < 20) {
                refused(() -> audit.check(openings));
            }
        }
        // 1 in 8 of 400 is 50; five standard deviations are 33.
        assertEquals(50, passed, 33);
        assertTrue(passed > 0);
    }

    private static void refused(Runnable action) {
        assertEquals(
                Code.RING_KEY_REFUSED,
                assertThrows(RetrievalException.class, action::run).code());
    }
}
