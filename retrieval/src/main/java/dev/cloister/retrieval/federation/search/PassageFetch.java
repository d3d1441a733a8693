package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Passages;
import dev.cloister.retrieval.transfer.FetchMode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Opens a party's passages. As many keys are asked for as the question has a limit, whatever the scores say, so that what the
 * owner sees does not depend on them.
 */
final class PassageFetch {

    private static final int DECOYS_EACH = 9;

    private final Offer offer;
    private final FetchMode mode;
    private final int limit;
    private final PassageCache cache;
    private final SecureRandom random = new SecureRandom();
    private boolean begun;

    PassageFetch(Offer offer, FederatedQuestion question, PassageCache cache) {
        this.offer = offer;
        this.mode = question.mode();
        this.limit = question.limit();
        this.cache = cache;
    }

    /** Whether the owner can have learned what the mode of fetching reveals. */
    boolean begun() {
        return begun;
    }

    /** Opens the passages; one that cannot be opened stays shut, and nobody hears of it. */
    List<FederatedHit> fetch(PartyClient client, List<FederatedHit> hits) {
        if (!cache.has(offer)) {
            cache.fill(offer, client);
        }
        int[] wanted = wanted(hits);
        begun = true;
        List<byte[]> keys = client.keys(offer, wanted, mode, random);
        List<FederatedHit> opened = new ArrayList<>();
        for (FederatedHit hit : hits) {
            int at = IntStream.range(0, wanted.length)
                    .filter(i -> wanted[i] == hit.passage())
                    .findFirst()
                    .orElseThrow();
            opened.add(Passages.open(hit.passage(), cache.slot(offer, hit.passage()), keys.get(at))
                    .map(hit::with)
                    .orElse(hit));
        }
        return opened;
    }

    /** Fetches all the same, and throws away what comes. */
    void pretend(PartyClient client) {
        try {
            var unused = fetch(client, List.of());
        } catch (RetrievalException e) {
            // It is left out anyway.
            return;
        }
    }

    /** The hits, filled up to the number that is always fetched, and with decoys among them in an order that tells nothing. */
    private int[] wanted(List<FederatedHit> hits) {
        Set<Integer> numbers = new LinkedHashSet<>();
        hits.forEach(hit -> numbers.add(hit.passage()));
        int count = limit * (mode == FetchMode.DECOYS ? 1 + DECOYS_EACH : 1);
        if (mode != FetchMode.DIRECT || hits.isEmpty()) {
            while (numbers.size() < Math.min(count, offer.vectors())) {
                numbers.add(random.nextInt(offer.vectors()));
            }
        }
        List<Integer> shuffled = new ArrayList<>(numbers);
        while (mode == FetchMode.OBLIVIOUS && shuffled.size() < count) {
            shuffled.add(random.nextInt(offer.vectors()));
        }
        Collections.shuffle(shuffled, random);
        return shuffled.stream().mapToInt(Integer::intValue).toArray();
    }
}
