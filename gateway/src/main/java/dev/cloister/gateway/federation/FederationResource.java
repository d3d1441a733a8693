package dev.cloister.gateway.federation;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.retrieval.federation.Leakage;
import dev.cloister.retrieval.federation.NodeFolder;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.party.Parties;
import dev.cloister.retrieval.federation.party.Share;
import dev.cloister.retrieval.federation.search.FederatedAnswer;
import dev.cloister.retrieval.federation.search.FederatedHit;
import dev.cloister.retrieval.federation.search.FederatedQuestion;
import dev.cloister.retrieval.federation.search.FederatedSearch;
import dev.cloister.retrieval.federation.search.Merge;
import dev.cloister.retrieval.federation.search.PartyOutcome;
import dev.cloister.retrieval.transfer.FetchMode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Search across parties, and who they are. */
@Path("/api/federation")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FederationResource {

    private static final int LONGEST_QUESTION = 2_000;
    private static final int USUAL_LIMIT = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String ADMINISTRATORS = "Only administrators decide who takes part.";

    private static final String UNCHECKED =
            "This node could not check all texts against their scores; those passages stand behind the others, each party's in turn.";

    private final FederationHost host;
    private final Engine engine;
    private final Identity identity;
    private final Ledger ledger;

    public FederationResource(FederationHost host, Engine engine, Identity identity, Ledger ledger) {
        this.host = host;
        this.engine = engine;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** This node and its parties. */
    public record View(
            boolean setUp,
            boolean listens,
            Optional<String> name,
            Optional<String> fingerprint,
            List<GuestView> guests,
            List<PartyView> parties,
            List<String> leaksToQueriers,
            List<String> leaksToOwners,
            Map<String, String> fetching) {}

    /** A party that may ask this node. */
    public record GuestView(
            String name, String fingerprint, int queries, long days, int left, int noise, Optional<Instant> revoked) {}

    /** A party that this node may ask. */
    public record PartyView(String name, String fingerprint, String title, int passages, ShareView share) {}

    /** What is left to the account that looks, of how many questions to a party in so many days. */
    public record ShareView(int left, int most, long days) {}

    /** A question; the mode is oblivious, decoys or direct, and the order scores or turns. */
    public record Question(
            @Nullable String question,
            @Nullable Integer limit,
            @Nullable String mode,
            @Nullable String merge) {}

    /** What came back; {@code unchecked} where texts could not be compared with their scores. */
    public record Answer(
            List<HitView> hits, Optional<String> unchecked, List<OutcomeView> parties, String mode, String reveals) {}

    /** A passage; without text where it could not be opened. */
    public record HitView(String party, Optional<String> title, Optional<String> text, double score) {}

    /** How a party took part. */
    public record OutcomeView(
            String name,
            String status,
            String code,
            String detail,
            long milliseconds,
            Optional<Integer> left,
            long sent,
            long received,
            String learned,
            Optional<String> doubt) {}

    /** An invitation to accept. */
    public record Joining(@Nullable String code, @Nullable String name) {}

    @GET
    public View view() {
        Caller caller = identity.caller();
        NodeFolder folder = host.folder();
        boolean setUp = folder.exists();
        Parties parties = setUp ? folder.parties() : Parties.NONE;
        return new View(
                setUp,
                host.listens(),
                setUp ? Optional.of(folder.identity().name()) : Optional.empty(),
                setUp ? Optional.of(folder.identity().id().fingerprint()) : Optional.empty(),
                parties.guests().stream().map(guest -> guest(folder, guest)).toList(),
                parties.hosts().stream()
                        .map(one -> party(one, host.share(caller)))
                        .toList(),
                Leakage.toQueriers(),
                Leakage.toOwners(),
                fetching());
    }

    /** Asks all parties at once. Each of them counts it. */
    @POST
    @Path("/search")
    public Answer search(Question asked) {
        Caller caller = identity.caller();
        requireSetUp();
        if (asked == null
                || asked.question() == null
                || asked.question().isBlank()
                || asked.question().length() > LONGEST_QUESTION) {
            throw Refusal.invalid(
                    "The question is missing or too long.", "Send up to " + LONGEST_QUESTION + " characters.");
        }
        FetchMode mode = mode(asked.mode());
        int limit = asked.limit() == null ? USUAL_LIMIT : asked.limit();
        if (limit < 1 || limit > FederatedQuestion.MOST) {
            throw Refusal.invalid("The limit is out of range.", "Send 1 to " + FederatedQuestion.MOST + ".");
        }
        float[] vector = engine.embed(List.of(asked.question())).getFirst();
        FederatedAnswer answer = noted(
                caller, new FederatedQuestion(vector, host.embedder(), limit, mode, merge(asked.merge()), DEADLINE));
        return new Answer(
                answer.hits().stream().map(FederationResource::hit).toList(),
                answer.checked() ? Optional.empty() : Optional.of(UNCHECKED),
                answer.parties().stream().map(FederationResource::outcome).toList(),
                mode.name().toLowerCase(Locale.ROOT),
                mode.reveals());
    }

    /** Searches, and writes down what was asked of whom, however it ends. */
    private FederatedAnswer noted(Caller caller, FederatedQuestion question) {
        List<String> parties = List.of("none heard to the end");
        try {
            FederatedAnswer answer =
                    new FederatedSearch(host.path(), new EmbeddedClaims(engine)).search(question, host.share(caller));
            parties = answer.parties().stream()
                    .map(party -> party.name() + ": " + party.status())
                    .toList();
            return answer;
        } finally {
            ledger.append(
                    caller.tenant(),
                    caller.name(),
                    "federation.searched",
                    Map.of("mode", question.mode().name(), "parties", parties));
        }
    }

    /** Accepts an invitation. */
    @POST
    @Path("/parties")
    public PartyView join(Joining joining) {
        Caller caller = identity.callerWho(Role.ADMIN, ADMINISTRATORS);
        requireSetUp();
        if (joining == null
                || joining.code() == null
                || joining.name() == null
                || joining.name().isBlank()) {
            throw Refusal.invalid("The invitation or the name is missing.", "Send {\"code\": ..., \"name\": ...}.");
        }
        var joined = new FederatedSearch(host.path())
                .join(Invitation.parse(joining.code().strip()), joining.name().strip());
        ledger.append(
                caller.tenant(),
                caller.name(),
                "federation.party_joined",
                Map.of("party", joined.id().fingerprint(), "name", joined.name()));
        return party(joined, host.share(caller));
    }

    /** Shuts a party out, or leaves it. */
    @DELETE
    @Path("/parties/{name}")
    public void revoke(@PathParam("name") String name) {
        Caller caller = identity.callerWho(Role.ADMIN, ADMINISTRATORS);
        requireSetUp();
        if (!host.folder().revoke(name)) {
            throw Refusal.notFound("The party");
        }
        ledger.append(caller.tenant(), caller.name(), "federation.revoked", Map.of("name", name));
    }

    private void requireSetUp() {
        if (!host.folder().exists()) {
            throw new Refusal(
                    409,
                    "FEDERATION_NOT_SET_UP",
                    "This node takes no part in a federation yet.",
                    "Run ./cloister federation init NAME on the machine that it runs on.");
        }
    }

    private static FetchMode mode(@Nullable String word) {
        if (word == null) {
            return FetchMode.OBLIVIOUS;
        }
        return Arrays.stream(FetchMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("The mode is not known.", "Send oblivious, decoys or direct."));
    }

    private static Merge merge(@Nullable String word) {
        return switch (word) {
            case null -> Merge.SCORES;
            case "scores" -> Merge.SCORES;
            case "turns" -> Merge.TURNS;
            default -> throw Refusal.invalid("The order is not known.", "Send scores or turns.");
        };
    }

    private static Map<String, String> fetching() {
        return Map.of(
                "oblivious", FetchMode.OBLIVIOUS.reveals(),
                "decoys", FetchMode.DECOYS.reveals(),
                "direct", FetchMode.DIRECT.reveals());
    }

    private static GuestView guest(NodeFolder folder, Guest guest) {
        return new GuestView(
                guest.name(),
                guest.id().fingerprint(),
                guest.budget().queries(),
                guest.budget().period().toDays(),
                guest.active() ? folder.left(guest) : 0,
                guest.noise(),
                guest.revoked());
    }

    private static PartyView party(Host party, Share share) {
        return new PartyView(
                party.name(),
                party.id().fingerprint(),
                party.offer().title(),
                party.offer().vectors(),
                new ShareView(
                        share.left(party),
                        share.most(party),
                        party.agreedBudget().period().toDays()));
    }

    private static HitView hit(FederatedHit hit) {
        return new HitView(hit.party(), hit.title(), hit.text(), hit.cosine());
    }

    private static OutcomeView outcome(PartyOutcome party) {
        return new OutcomeView(
                party.name(),
                party.status().name().toLowerCase(Locale.ROOT),
                party.code(),
                party.detail(),
                party.took().toMillis(),
                party.left(),
                party.sent(),
                party.received(),
                party.learned(),
                party.doubt());
    }
}
