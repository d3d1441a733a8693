package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.sampling.Seed;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keys of which one has q/3 added, which no seed makes. */
public final class CheatingBatch {

    private static final RingParameters PARAMETERS = RingParameters.STANDARD;

    private final List<Seed> seeds = new ArrayList<>();
    private final List<KeyCommitments.Hash> hashes = new ArrayList<>();

    /** @param bad which of the keys */
    public CheatingBatch(int keys, int bad, SecureRandom random) {
        for (int i = 0; i < keys; i++) {
            Seed seed = Seed.random(random);
            seeds.add(seed);
            try (QueryKey key = new QueryKey(PARAMETERS, seed)) {
                int[][] half = i == bad ? MaliciousQuerier.withAThirdOfTheModulus(key.key()) : key.key();
                hashes.add(KeyCommitments.hash(PARAMETERS, key.publicSeed().bytes(), half));
            }
        }
    }

    public KeyCommitments commitments() {
        return new KeyCommitments(PARAMETERS, hashes);
    }

    /** What an honest querier would open. */
    public KeyOpenings openings(KeyChallenge challenge) {
        List<Seed> others = new ArrayList<>(seeds);
        others.remove(challenge.kept());
        return new KeyOpenings(PARAMETERS, others);
    }

    /** A query of zeros under the bad key. */
    public EncryptedQuery query(QueryShape shape, int bad) {
        List<byte[]> nothing = Collections.nCopies(shape.groups(), new byte[shape.groupWidth()]);
        return MaliciousQuerier.askUnderAStructuredKey(shape, nothing, seeds.get(bad))
                .message();
    }
}
