package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Welcome;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.federation.party.Share;
import dev.cloister.retrieval.ring.GroupSize;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.RingParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Searches the snapshots of all parties that this node joined, at once. No coordinator: this node talks to each party itself.
 *
 * <p>Security guarantees: a question goes out encrypted under a key that is drawn for it alone and forgotten after it; all
 * parties get the same bytes, but for those that audit keys; each is asked for the same number of passages, whatever it scored. A party that is late,
 * refuses or sends nonsense is named in the answer and spoils nobody else's part. A party can lie about scores within what
 * vectors can have; what is found out of it is ranked last ({@link Doubt}, {@link ClaimCheck}).
 */
public final class FederatedSearch {

    private static final System.Logger LOG = System.getLogger(FederatedSearch.class.getName());
    private static final Duration JOIN_PATIENCE = Duration.ofMinutes(10);

    /** A party that seems slower has its own reasons, which are not the others' concern. */
    private static final double LEAST_BANDWIDTH = 1e6;

    /** An uplink is seldom faster than a downlink. */
    private static final double UP_SHARE = 0.5;

    private final NodeIdentity identity;
    private final PartyStore parties;
    private final PassageCache cache;
    private final ClaimCheck check;

    /** @param folder with the node's identity and parties */
    public FederatedSearch(Path folder) {
        this(folder, ClaimCheck.NONE);
    }

    /**
     * @param folder with the node's identity and parties
     * @param check of passages before they are ranked
     */
    public FederatedSearch(Path folder, ClaimCheck check) {
        this.check = check;
        this.identity = NodeIdentity.open(folder);
        this.parties = new PartyStore(folder);
        this.cache = new PassageCache(folder.resolve("cache"));
    }

    /**
     * Accepts an invitation: the owner keeps this node's key, this node the owner's offer and sealed passages.
     *
     * @param name what this node will call the party
     * @throws RetrievalException FEDERATION_INVITATION_INVALID, FEDERATION_UNREACHABLE, or what the owner refuses with
     */
    public Host join(Invitation invitation, String name) {
        parties.requireFree(name, invitation.owner());
        try (PartyClient client =
                new PartyClient(identity, invitation.owner(), invitation.address(), invitation.port(), JOIN_PATIENCE)) {
            Welcome welcome = client.join(invitation.token());
            Host host = new Host(
                    invitation.owner(),
                    name,
                    invitation.address(),
                    invitation.port(),
                    welcome.offer(),
                    LEAST_BANDWIDTH,
                    Optional.of(budget(welcome)));
            // Kept first: the invitation is used up by now.
            parties.join(host);
            Host measured = host.at(Math.max(LEAST_BANDWIDTH, client.measure()));
            parties.join(measured);
            cache.fill(host.offer(), client);
            return measured;
        }
    }

    private static Budget budget(Welcome welcome) {
        try {
            return new Budget(welcome.queries(), Duration.ofSeconds(welcome.periodSeconds()));
        } catch (IllegalArgumentException e) {
            throw new RetrievalException(
                    Code.FEDERATION_MESSAGE_MALFORMED, "The party speaks of a budget that is none.", e);
        }
    }

    /**
     * Asks all parties for an account, those excepted of which its share is used up.
     *
     * @throws RetrievalException FEDERATION_ACCOUNT_BUSY where the account runs as many searches as it may
     */
    public FederatedAnswer search(FederatedQuestion question, Share share) {
        try (Share.Running running = share.begin()) {
            return search(question, Optional.of(share));
        }
    }

    /** Asks all parties. */
    public FederatedAnswer search(FederatedQuestion question) {
        return search(question, Optional.empty());
    }

    private FederatedAnswer search(FederatedQuestion question, Optional<Share> share) {
        List<Host> hosts = parties.parties().hosts();
        if (hosts.isEmpty()) {
            throw new RetrievalException(
                    Code.REQUEST_INVALID,
                    "This node has joined no party yet. Ask one for an invitation, then ./cloister federation join.");
        }
        Quantisation quantisation = Quantisation.of(question.vector().length);
        List<Host> comparable = hosts.stream()
                .filter(host -> comparable(host.offer(), quantisation, question))
                .toList();
        List<PartySearch.Part> parts = new ArrayList<>();
        if (!comparable.isEmpty()) {
            try (EncryptedQuestion encrypted =
                    EncryptedQuestion.of(quantisation.quantise(question.vector()), groups(comparable))) {
                parts.addAll(ask(comparable, question, encrypted, share));
            }
        }
        Merging merging = new Merging(question, check);
        List<FederatedHit> hits = merging.merge(parts);
        return new FederatedAnswer(
                hits,
                merging.complete(),
                hosts.stream()
                        .map(host -> merging.outcome(outcome(host, parts)))
                        .toList());
    }

    private List<PartySearch.Part> ask(
            List<Host> hosts, FederatedQuestion question, EncryptedQuestion encrypted, Optional<Share> share) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<PartySearch> searches = hosts.stream()
                    .map(host -> new PartySearch(host, question, encrypted, cache, share))
                    .toList();
            List<Future<PartySearch.Part>> running = searches.stream()
                    .map(search -> threads.submit(() -> search.run(this::connect)))
                    .toList();
            List<PartySearch.Part> parts = new ArrayList<>();
            for (int i = 0; i < running.size(); i++) {
                parts.add(part(searches.get(i), running.get(i)));
            }
            return parts;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetrievalException(Code.FEDERATION_UNREACHABLE, "The search was interrupted.", e);
        }
    }

    /** What fails in this node's talk with one party is that party's part alone. */
    private static PartySearch.Part part(PartySearch search, Future<PartySearch.Part> running)
            throws InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "A party's part of a search failed in this node", e);
            return search.broken();
        }
    }

    private PartyClient connect(Host host, Duration deadline) {
        return new PartyClient(identity, host.id(), host.address(), host.port(), deadline);
    }

    /** The group count that is best for the largest snapshot over the slowest way, among those that all answer in. */
    private static int groups(List<Host> hosts) {
        int vectors =
                hosts.stream().mapToInt(host -> host.offer().vectors()).max().orElseThrow();
        double down = hosts.stream().mapToDouble(Host::bytesPerSecond).min().orElseThrow();
        Offer any = hosts.getFirst().offer();
        int wished = GroupSize.choose(any.parameters(), any.dimensions(), vectors, down * UP_SHARE, down);
        return common(hosts)
                .min(Comparator.comparingInt(groups -> Math.abs(groups - wished)))
                .orElseThrow(() -> new RetrievalException(
                        Code.RING_PARAMETERS_UNSUPPORTED,
                        "The parties answer in no group count that all of them know."));
    }

    private static Stream<Integer> common(List<Host> hosts) {
        return hosts.getFirst().offer().groups().stream().filter(groups -> hosts.stream()
                .allMatch(host -> host.offer().groups().contains(groups)));
    }

    /** What is compared is this node's to say: no party can make the others' vectors look wrong. */
    private static boolean comparable(Offer offer, Quantisation quantisation, FederatedQuestion question) {
        return offer.embedder().equals(question.embedder())
                && offer.parameters() == RingParameters.STANDARD
                && offer.quantisation().equals(quantisation)
                && offer.groups().contains(offer.dimensions() / Offer.COMMON_GROUP_WIDTH);
    }

    private static PartyOutcome outcome(Host host, List<PartySearch.Part> parts) {
        Optional<PartyOutcome> known = parts.stream()
                .map(PartySearch.Part::outcome)
                .filter(outcome -> outcome.name().equals(host.name()))
                .findFirst();
        return known.orElseGet(() -> new PartyOutcome(
                host.name(),
                PartyOutcome.Status.INCOMPATIBLE,
                Code.RING_PARAMETERS_UNSUPPORTED.name(),
                "Its embeddings are of another model or scale, so that its scores could not be compared.",
                Duration.ZERO,
                Optional.empty(),
                0,
                0,
                "Nothing was asked of it.",
                Optional.empty()));
    }
}
