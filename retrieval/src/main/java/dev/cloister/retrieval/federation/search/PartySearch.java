package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Passages;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.ring.PendingQuery;
import dev.cloister.retrieval.transfer.FetchMode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/** One party's part of a search: its scores, then as many of its passages as every party is asked for. */
final class PartySearch {

    private static final int DECOYS_EACH = 9;

    /** Quantised unit vectors are a little longer or shorter than 127 / clip. */
    private static final double LONGEST = 1.02;

    private final Host host;
    private final FederatedQuestion question;
    private final PendingQuery query;
    private final double queryLength;
    private final PassageCache cache;
    private final SecureRandom random = new SecureRandom();
    private boolean fetching;

    PartySearch(Host host, FederatedQuestion question, PendingQuery query, double queryLength, PassageCache cache) {
        this.host = host;
        this.question = question;
        this.query = query;
        this.queryLength = queryLength;
        this.cache = cache;
    }

    /** What a party's part came to; no hits where it failed. */
    record Part(List<FederatedHit> hits, PartyOutcome outcome) {}

    Part run(PartyClientFactory connect) {
        long from = System.nanoTime();
        try (PartyClient client = connect.to(host, question.deadline())) {
            Optional<Integer> left = Optional.empty();
            try {
                Offer offer = host.offer();
                PartyClient.Scored scored = client.ask(
                        offer, query.message().shape(), query.message().toBytes());
                left = Optional.of(scored.left());
                int[] scores = query.decrypt(scored.answer());
                boolean possible = possible(scores, offer);
                Duration took = since(from);
                if (!possible) {
                    pretend(client, offer);
                    throw new RetrievalException(
                            Code.FEDERATION_ANSWER_IMPOSSIBLE,
                            "It claims scores that no passage can have. Its answer is left out.");
                }
                List<FederatedHit> hits = fetched(client, offer, best(scores, offer));
                return new Part(
                        hits,
                        outcome(
                                PartyOutcome.Status.ANSWERED,
                                "",
                                "",
                                took,
                                left,
                                client,
                                question.mode().reveals()));
            } catch (RetrievalException e) {
                return failed(e, since(from), left, Optional.of(client));
            }
        } catch (RetrievalException e) {
            return failed(e, since(from), Optional.empty(), Optional.empty());
        }
    }

    private List<FederatedHit> best(int[] scores, Offer offer) {
        // The worst of the best on top, to make room; of equals the later one.
        PriorityQueue<Integer> kept = new PriorityQueue<>(
                Comparator.<Integer>comparingInt(i -> scores[i]).thenComparing(Comparator.reverseOrder()));
        for (int i = 0; i < scores.length; i++) {
            if (kept.size() < question.limit()) {
                kept.add(i);
            } else if (scores[i] > scores[kept.element()]) {
                kept.poll();
                kept.add(i);
            }
        }
        List<FederatedHit> best = new ArrayList<>();
        while (!kept.isEmpty()) {
            int passage = kept.remove();
            best.add(new FederatedHit(
                    host.name(),
                    passage,
                    scores[passage],
                    offer.quantisation().cosine(scores[passage]),
                    Optional.empty(),
                    Optional.empty()));
        }
        return best.reversed();
    }

    /** Fetches all the same: what the owner sees next must not depend on what the scores say. */
    private void pretend(PartyClient client, Offer offer) {
        try {
            var unused = fetched(client, offer, List.of());
        } catch (RetrievalException e) {
            // It is left out anyway.
            return;
        }
    }

    private boolean possible(int[] scores, Offer offer) {
        double most = queryLength * LONGEST * 127 / offer.clip() + Guest.MOST_NOISE;
        return Arrays.stream(scores).allMatch(score -> Math.abs((double) score) <= most);
    }

    /** Opens the passages; one that cannot be opened stays shut, and nobody hears of it. */
    private List<FederatedHit> fetched(PartyClient client, Offer offer, List<FederatedHit> hits) {
        if (!cache.has(offer)) {
            cache.fill(offer, client);
        }
        int[] wanted = wanted(hits, offer);
        fetching = true;
        List<byte[]> keys = client.keys(offer, wanted, question.mode(), random);
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

    /** The hits, filled up to the number that is always fetched, and with decoys among them in an order that tells nothing. */
    private int[] wanted(List<FederatedHit> hits, Offer offer) {
        Set<Integer> numbers = new LinkedHashSet<>();
        hits.forEach(hit -> numbers.add(hit.passage()));
        int count = question.limit() * (question.mode() == FetchMode.DECOYS ? 1 + DECOYS_EACH : 1);
        if (question.mode() != FetchMode.DIRECT || hits.isEmpty()) {
            while (numbers.size() < Math.min(count, offer.vectors())) {
                numbers.add(random.nextInt(offer.vectors()));
            }
        }
        List<Integer> shuffled = new ArrayList<>(numbers);
        while (question.mode() == FetchMode.OBLIVIOUS && shuffled.size() < count) {
            shuffled.add(random.nextInt(offer.vectors()));
        }
        Collections.shuffle(shuffled, random);
        return shuffled.stream().mapToInt(Integer::intValue).toArray();
    }

    private Part failed(RetrievalException e, Duration took, Optional<Integer> left, Optional<PartyClient> client) {
        boolean late = took.compareTo(question.deadline()) >= 0;
        PartyOutcome.Status status =
                switch (e.code()) {
                    case FEDERATION_UNREACHABLE -> late ? PartyOutcome.Status.LATE : PartyOutcome.Status.UNREACHABLE;
                    case FEDERATION_BUDGET_SPENT,
                            FEDERATION_PARTY_REFUSED,
                            FEDERATION_OFFER_GONE,
                            FEDERATION_BUSY,
                            FEDERATION_STATE_UNAVAILABLE,
                            FEDERATION_PROTOCOL_UNSUPPORTED -> PartyOutcome.Status.REFUSED;
                    default -> PartyOutcome.Status.MISBEHAVED;
                };
        String learned;
        if (fetching) {
            learned = question.mode().reveals();
        } else {
            learned = client.isPresent()
                    ? "The owner learns that and when something was asked."
                    : "Nothing was asked of it.";
        }
        return new Part(
                List.of(),
                new PartyOutcome(
                        host.name(),
                        status,
                        e.code().name(),
                        String.valueOf(e.getMessage()),
                        took,
                        left,
                        client.map(PartyClient::sent).orElse(0L),
                        client.map(PartyClient::received).orElse(0L),
                        learned));
    }

    private PartyOutcome outcome(
            PartyOutcome.Status status,
            String code,
            String detail,
            Duration took,
            Optional<Integer> left,
            PartyClient client,
            String learned) {
        return new PartyOutcome(
                host.name(), status, code, detail, took, left, client.sent(), client.received(), learned);
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
