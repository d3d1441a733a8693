package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A querier's side of cut-and-choose: of several keys, each made from a seed, the owner chooses one to be used and sees the
 * others being made. A querier who slips in one key of another structure is caught with probability {@code 1 - 1 / keys};
 * see {@link KeyAudit}.
 */
public final class KeyBatch implements AutoCloseable {

    private final RingParameters parameters;
    private final List<Seed> seeds;
    private final KeyCommitments commitments;
    private Optional<Seed> kept = Optional.empty();
    private boolean opened;

    private KeyBatch(RingParameters parameters, List<Seed> seeds) {
        this.parameters = parameters;
        this.seeds = seeds;
        this.commitments = new KeyCommitments(
                parameters,
                seeds.stream().map(seed -> commitment(parameters, seed)).toList());
    }

    /**
     * Draws keys.
     *
     * @param keys 2 to {@link KeyCommitments#MAX_KEYS}
     * @throws RetrievalException RING_PARAMETERS_UNSUPPORTED
     */
    public static KeyBatch draw(RingParameters parameters, int keys, SecureRandom random) {
        return new KeyBatch(
                parameters,
                IntStream.range(0, keys).mapToObj(i -> Seed.random(random)).toList());
    }

    static KeyCommitments.Hash commitment(RingParameters parameters, Seed seed) {
        try (QueryKey key = new QueryKey(parameters, seed)) {
            return KeyCommitments.hash(parameters, key.publicSeed().bytes(), key.key());
        }
    }

    /** What goes to the owner first. */
    public KeyCommitments commitments() {
        return commitments;
    }

    /**
     * Opens all keys but the chosen one. Works once: a second choice would open the first one's key.
     *
     * @throws RetrievalException RING_PARAMETERS_UNSUPPORTED where there is no such key, RING_KEY_REFUSED the second time
     */
    public synchronized KeyOpenings open(KeyChallenge challenge) {
        if (opened) {
            throw new RetrievalException(Code.RING_KEY_REFUSED, "The keys were opened before.");
        }
        if (challenge.kept() >= seeds.size()) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED, "There is no key of the number " + challenge.kept() + ".");
        }
        opened = true;
        kept = Optional.of(seeds.get(challenge.kept()));
        List<Seed> others = new ArrayList<>(seeds);
        others.remove(challenge.kept());
        return new KeyOpenings(
                parameters, others.stream().map(seed -> Seed.of(seed.bytes())).toList());
    }

    /**
     * Encrypts a query under the chosen key, once.
     *
     * @throws RetrievalException VECTOR_INVALID, RING_PARAMETERS_UNSUPPORTED, and RING_KEY_REFUSED where no key was chosen or it
     *     was used before
     */
    public synchronized PendingQuery ask(byte[] query, int groups) {
        Seed seed = kept.orElseThrow(
                () -> new RetrievalException(Code.RING_KEY_REFUSED, "No key was chosen, or it was used before."));
        kept = Optional.empty();
        return Querier.ask(query, new QueryShape(parameters, query.length, groups), seed);
    }

    @Override
    public synchronized void close() {
        kept = Optional.empty();
        opened = true;
        seeds.forEach(Seed::close);
    }
}
