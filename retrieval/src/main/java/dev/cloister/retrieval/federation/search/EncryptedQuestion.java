package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.federation.computing.Computing;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.ring.KeyBatch;
import dev.cloister.retrieval.ring.PendingQuery;
import dev.cloister.retrieval.ring.Querier;
import dev.cloister.retrieval.ring.RingParameters;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A question as parties get it. All get the same bytes, but for those that audit keys: they choose a key of their own, and
 * nobody can trust in another's choice.
 */
final class EncryptedQuestion implements AutoCloseable {

    /** Quantised unit vectors are a little longer or shorter than 127 / clip. */
    private static final double LONGEST = 1.02;

    private static final double INT8_MAX = 127;

    private static final Computing COMPUTING = new Computing("federation-search", 2);

    private final byte[] vector;
    private final int groups;
    private final PendingQuery common;
    private final double length;
    private final SecureRandom random = new SecureRandom();

    private EncryptedQuestion(byte[] vector, int groups, PendingQuery common) {
        this.vector = vector;
        this.groups = groups;
        this.common = common;
        long squares = 0;
        for (byte coordinate : vector) {
            squares += coordinate * coordinate;
        }
        this.length = Math.sqrt(squares);
    }

    /** Encrypts a quantised vector in so many groups. */
    static EncryptedQuestion of(byte[] vector, int groups) {
        return new EncryptedQuestion(
                vector,
                groups,
                COMPUTING.compute(() -> Querier.ask(vector, RingParameters.STANDARD, groups, new SecureRandom())));
    }

    /** A party's scores and how many queries it will still answer. */
    record Scored(int[] scores, int left) {}

    /** Puts the question to a party. */
    Scored put(PartyClient client, Offer offer) {
        if (offer.auditKeys() == 0) {
            return put(client, offer, common);
        }
        try (KeyBatch batch = COMPUTING.compute(() -> KeyBatch.draw(offer.parameters(), offer.auditKeys(), random))) {
            client.audit(offer, batch);
            try (PendingQuery own = COMPUTING.compute(() -> batch.ask(vector, groups))) {
                return put(client, offer, own);
            }
        }
    }

    private static Scored put(PartyClient client, Offer offer, PendingQuery query) {
        PartyClient.Scored scored =
                client.ask(offer, query.message().shape(), query.message().toBytes());
        return new Scored(COMPUTING.compute(() -> query.decrypt(scored.answer())), scored.left());
    }

    /** Whether vectors of the offer's length can have these scores. */
    boolean possible(int[] scores, Offer offer) {
        double most = length * LONGEST * INT8_MAX / offer.clip() + Guest.MOST_NOISE;
        return Arrays.stream(scores).allMatch(score -> Math.abs((double) score) <= most);
    }

    @Override
    public void close() {
        common.close();
    }
}
