package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.node.FederationNode;
import dev.cloister.retrieval.federation.node.NodeListener;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.federation.party.Share;
import dev.cloister.retrieval.federation.party.ShareBook;
import dev.cloister.retrieval.federation.search.FederatedAnswer;
import dev.cloister.retrieval.federation.search.FederatedHit;
import dev.cloister.retrieval.federation.search.FederatedQuestion;
import dev.cloister.retrieval.federation.search.FederatedSearch;
import dev.cloister.retrieval.federation.search.PartyOutcome;
import dev.cloister.retrieval.federation.search.PartyOutcome.Status;
import dev.cloister.retrieval.ring.RingScoring;
import dev.cloister.retrieval.transfer.FetchMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Real nodes, each its own process where several take part, over real mutual TLS on loopback. */
class FederationTest {

    private static final int LIMIT = 10;
    private static final Budget TEN = new Budget(10, Duration.ofDays(30));

    /** Five processes that have just started share the machine's cores. */
    private static final Duration COLD = Duration.ofMinutes(1);

    @TempDir
    private Path work;

    @Test
    void fiveProcessesGiveExactlyWhatTheInt8VectorsGiveTogether() {
        List<Village.Running> running = new ArrayList<>();
        List<List<Entry>> all = new ArrayList<>();
        NodeIdentity.create(work.resolve("querier"), "querier");
        FederatedSearch search = new FederatedSearch(work.resolve("querier"));
        try {
            for (int party = 0; party < 5; party++) {
                Path folder = work.resolve("owner" + party);
                List<Entry> entries = Village.entries("owner" + party, 300 + 37 * party, party);
                all.add(entries);
                // One of them sees all but one of eight keys being made first.
                Snapshot snapshot = Village.settle(folder, "owner" + party, entries, party == 2 ? 8 : 0);
                Village.Running node = Village.Running.start(folder);
                running.add(node);
                search.join(Village.invite(folder, node.port(), snapshot, TEN, 0), "owner" + party);
            }
            float[] question = Village.unit(new Random(99));
            FederatedAnswer answer =
                    search.search(FederatedQuestion.of(question, Village.EMBEDDER, LIMIT, FetchMode.OBLIVIOUS, COLD));
            assertEquals(
                    expected(question, all),
                    answer.hits().stream().map(FederationTest::place).toList());
            for (FederatedHit hit : answer.hits()) {
                assertEquals(
                        "Passage " + hit.passage() + " of " + hit.party(),
                        hit.text().orElseThrow());
                assertEquals("Book of " + hit.party(), hit.title().orElseThrow());
            }
            for (PartyOutcome party : answer.parties()) {
                assertEquals(Status.ANSWERED, party.status(), party.toString());
                assertEquals(9, party.left().orElseThrow());
            }
        } finally {
            running.forEach(Village.Running::close);
        }
    }

    @ParameterizedTest
    @EnumSource(FetchMode.class)
    void opensPassagesInEachWay(FetchMode mode) {
        try (Neighbours two = new Neighbours(TEN, 0)) {
            FederatedAnswer answer = two.search.search(question(Village.unit(new Random(5)), mode));
            assertEquals(LIMIT, answer.hits().size());
            answer.hits().forEach(hit -> assertTrue(hit.text().isPresent()));
            assertEquals(mode.reveals(), answer.parties().getFirst().learned());
            assertEquals(mode == FetchMode.DECOYS ? 10 * LIMIT : LIMIT, two.fetched.getFirst());
        }
    }

    @Test
    void countsQueriesAndRefusesThoseBeyondTheBudget() {
        try (Neighbours two = new Neighbours(new Budget(2, Duration.ofDays(30)), 0)) {
            FederatedQuestion question = question(Village.unit(new Random(5)), FetchMode.DIRECT);
            assertEquals(
                    1, two.search.search(question).parties().getFirst().left().orElseThrow());
            assertEquals(
                    0, two.search.search(question).parties().getFirst().left().orElseThrow());
            PartyOutcome third = two.search.search(question).parties().getFirst();
            assertEquals(Status.REFUSED, third.status());
            assertEquals(Code.FEDERATION_BUDGET_SPENT.name(), third.code());
        }
    }

    @Test
    void anAccountWhoseShareIsUsedUpAsksNobodyAndOthersStillCan() {
        try (Neighbours two = new Neighbours(new Budget(2, Duration.ofDays(30)), 0);
                ShareBook shares = new ShareBook(two.querier, InstantSource.system(), 50, 2)) {
            FederatedQuestion question = question(Village.unit(new Random(5)), FetchMode.DIRECT);
            Share clerk = shares.of("clerk", false);
            PartyOutcome first = two.search.search(question, clerk).parties().getFirst();
            assertEquals(Status.ANSWERED, first.status(), first.toString());
            PartyOutcome second = two.search.search(question, clerk).parties().getFirst();
            assertEquals(Code.FEDERATION_SHARE_SPENT.name(), second.code());
            assertEquals(0, second.sent());
            PartyOutcome other = two.search
                    .search(question, shares.of("other", false))
                    .parties()
                    .getFirst();
            assertEquals(0, other.left().orElseThrow());
        }
    }

    @Test
    void whatAPartyRefusesUncountedIsNotTakenOffAShare() {
        try (Neighbours two = new Neighbours(TEN, 0);
                ShareBook shares = new ShareBook(two.querier, InstantSource.system(), 50, 2)) {
            assertTrue(new PartyStore(two.owner).revoke("querier", Instant.now()));
            Share clerk = shares.of("clerk", false);
            PartyOutcome refused = two.search
                    .search(question(Village.unit(new Random(5)), FetchMode.DIRECT), clerk)
                    .parties()
                    .getFirst();
            assertEquals(Status.REFUSED, refused.status());
            assertEquals(
                    5, clerk.left(new PartyStore(two.querier).parties().hosts().getFirst()));
        }
    }

    @Test
    void noiseMovesScoresWithinItsBound() {
        try (Neighbours two = new Neighbours(TEN, 500)) {
            float[] question = Village.unit(new Random(5));
            List<FederatedHit> hits =
                    two.search.search(question(question, FetchMode.DIRECT)).hits();
            int moved = 0;
            for (FederatedHit hit : hits) {
                int exact = score(question, two.entries.get(hit.passage()));
                assertTrue(Math.abs(hit.score() - exact) <= 500, hit + " instead of " + exact);
                moved += hit.score() == exact ? 0 : 1;
            }
            assertTrue(moved > 0);
        }
    }

    @Test
    void whoIsShutOutGetsNothing() {
        try (Neighbours two = new Neighbours(TEN, 0)) {
            assertTrue(new PartyStore(two.owner).revoke("querier", Instant.now()));
            PartyOutcome outcome = two.search
                    .search(question(Village.unit(new Random(5)), FetchMode.DIRECT))
                    .parties()
                    .getFirst();
            assertEquals(Status.REFUSED, outcome.status());
            assertEquals(Code.FEDERATION_PARTY_REFUSED.name(), outcome.code());
        }
    }

    @Test
    void anInvitationWorksOnceAndNoOtherKeyIsAccepted() {
        try (Neighbours two = new Neighbours(TEN, 0)) {
            NodeIdentity.create(work.resolve("thief"), "thief");
            FederatedSearch thief = new FederatedSearch(work.resolve("thief"));
            RetrievalException used = assertThrows(RetrievalException.class, () -> thief.join(two.invitation, "owner"));
            assertEquals(Code.FEDERATION_INVITATION_INVALID, used.code());
            Invitation another = new Invitation(
                    two.invitation.address(),
                    two.invitation.port(),
                    NodeIdentity.open(work.resolve("thief")).id(),
                    two.invitation.token());
            RetrievalException refused = assertThrows(RetrievalException.class, () -> thief.join(another, "owner"));
            assertEquals(Code.FEDERATION_UNREACHABLE, refused.code());
        }
    }

    @Test
    void strangersFillTheirOwnPlacesOnly() throws IOException {
        List<Socket> strangers = new ArrayList<>();
        try (Neighbours two = new Neighbours(TEN, 0)) {
            for (int i = 0; i < 100; i++) {
                strangers.add(new Socket(InetAddress.getLoopbackAddress(), two.node.port()));
            }
            PartyOutcome outcome = two.search
                    .search(question(Village.unit(new Random(5)), FetchMode.DIRECT))
                    .parties()
                    .getFirst();
            assertEquals(Status.ANSWERED, outcome.status(), outcome.toString());
            assertEquals(-1, strangers.getFirst().getInputStream().read());
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void oneGuestTakesEightPlacesAndIsToldSo() {
        List<RawGuest> visits = new ArrayList<>();
        try (Neighbours two = new Neighbours(TEN, 0)) {
            NodeIdentity identity = NodeIdentity.open(two.querier);
            // The visit in which it joined may not have left yet, and who is silent for long is shown out.
            Village.await(() -> {
                visits.removeIf(one -> one.probe().isPresent() && !one.closed());
                RawGuest visit = new RawGuest(identity, two.node.port(), two.offer());
                Optional<Code> told = visit.probe();
                if (told.isEmpty()) {
                    visits.add(visit);
                    assertTrue(visits.size() <= 8);
                    return false;
                }
                return visit.closed() || (visits.size() == 8 && told.equals(Optional.of(Code.FEDERATION_BUSY)));
            });
        } finally {
            visits.forEach(RawGuest::close);
        }
    }

    @Test
    void whoDripsAQueryIsShownOutAndKeepsNobodyWaitingForLong() throws InterruptedException {
        try (Neighbours two = new Neighbours(TEN, 0);
                RawGuest guest = new RawGuest(NodeIdentity.open(two.querier), two.node.port(), two.offer())) {
            Thread dripping = Thread.ofVirtual().start(guest::drip);
            PartyOutcome outcome = two.search
                    .search(question(Village.unit(new Random(5)), FetchMode.DIRECT))
                    .parties()
                    .getFirst();
            assertEquals(Status.ANSWERED, outcome.status(), outcome.toString());
            assertTrue(dripping.join(Duration.ofMinutes(1)), "It drips on");
        }
    }

    @Test
    void aSnapshotOfAnotherFormatIsNamedToBothSides() throws IOException {
        try (Neighbours two = new Neighbours(TEN, 0)) {
            two.node.close();
            Path offer = FederationNode.snapshots(two.owner)
                    .resolve(two.offer().snapshot())
                    .resolve("offer.json");
            Files.writeString(offer, Files.readString(offer).replace("\"format\" : 2", "\"format\" : 1"));
            List<Code> notReady = new CopyOnWriteArrayList<>();
            NodeListener listener = new NodeListener() {
                @Override
                public void notReady(Guest guest, RetrievalException why) {
                    notReady.add(why.code());
                }
            };
            InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (FederationNode again =
                    FederationNode.start(two.owner, anywhere, new RingScoring(1), InstantSource.system(), listener)) {
                PartyStore parties = new PartyStore(two.querier);
                Host known = parties.parties().hosts().getFirst();
                parties.join(new Host(
                        known.id(), known.name(), known.address(), again.port(), known.offer(), 1e8, known.budget()));
                PartyOutcome outcome = two.search
                        .search(question(Village.unit(new Random(5)), FetchMode.DIRECT))
                        .parties()
                        .getFirst();
                assertEquals(Code.FEDERATION_OFFER_GONE.name(), outcome.code(), outcome.toString());
                Village.await(() -> notReady.equals(List.of(Code.FEDERATION_OFFER_GONE)));
            }
        }
    }

    @Test
    void aNameThatIsNotResolvedIsGivenUpAtTheDeadline() {
        try (Neighbours two = new Neighbours(TEN, 0)) {
            PartyStore parties = new PartyStore(two.querier);
            Host known = parties.parties().hosts().getFirst();
            parties.join(new Host(
                    known.id(), known.name(), HangingNames.NAME, known.port(), known.offer(), 1e8, known.budget()));
            long from = System.nanoTime();
            PartyOutcome outcome = two.search
                    .search(FederatedQuestion.of(
                            Village.unit(new Random(5)),
                            Village.EMBEDDER,
                            LIMIT,
                            FetchMode.DIRECT,
                            Duration.ofMillis(500)))
                    .parties()
                    .getFirst();
            assertEquals(Status.LATE, outcome.status(), outcome.toString());
            assertTrue(System.nanoTime() - from < Duration.ofSeconds(30).toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource(BadParty.Manner.class)
    void aBadPartyIsNamedAndSpoilsNothing(BadParty.Manner manner) {
        try (Neighbours two = new Neighbours(TEN, 0);
                BadParty bad = new BadParty(work.resolve("bad"), manner, two.offer())) {
            new PartyStore(two.querier).join(bad.host());
            // One that hangs takes all of its time, the others none of it.
            Duration time = manner == BadParty.Manner.HANGS ? Duration.ofSeconds(20) : COLD;
            FederatedAnswer answer = two.search.search(
                    FederatedQuestion.of(Village.unit(new Random(5)), Village.EMBEDDER, LIMIT, FetchMode.DIRECT, time));
            assertEquals(LIMIT, answer.hits().size());
            assertTrue(answer.hits().stream().allMatch(hit -> hit.party().equals("owner")));
            PartyOutcome outcome = answer.parties().stream()
                    .filter(party -> party.name().equals("bad"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(manner.expected(), outcome.status(), outcome.toString());
        }
    }

    private static FederatedQuestion question(float[] vector, FetchMode mode) {
        return FederatedQuestion.of(vector, Village.EMBEDDER, LIMIT, mode, COLD);
    }

    private static String place(FederatedHit hit) {
        return hit.party() + " " + hit.passage() + " " + hit.score();
    }

    private static List<String> expected(float[] question, List<List<Entry>> all) {
        return IntStream.range(0, all.size())
                .boxed()
                .flatMap(party -> IntStream.range(0, all.get(party).size())
                        .mapToObj(i -> new FederatedHit(
                                "owner" + party,
                                i,
                                score(question, all.get(party).get(i)),
                                0,
                                Optional.empty(),
                                Optional.empty())))
                .sorted(Comparator.comparingInt(hit -> -hit.score()))
                .limit(LIMIT)
                .map(FederationTest::place)
                .toList();
    }

    private static int score(float[] question, Entry entry) {
        byte[] q = Village.QUANTISATION.quantise(question);
        byte[] v = Village.QUANTISATION.quantise(entry.vector());
        return IntStream.range(0, q.length).map(i -> q[i] * v[i]).sum();
    }

    /** An owner and a querier who joined. */
    private final class Neighbours implements AutoCloseable {

        final Path owner = work.resolve("owner");
        final Path querier = work.resolve("querier");
        final List<Entry> entries = Village.entries("owner", 500, 1);
        final List<Integer> fetched = new ArrayList<>();
        final FederationNode node;
        final Invitation invitation;
        final FederatedSearch search;
        private final Snapshot snapshot;

        Neighbours(Budget budget, int noise) {
            snapshot = Village.settle(owner, "owner", entries);
            node = FederationNode.start(
                    owner,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new RingScoring(1),
                    InstantSource.system(),
                    new NodeListener() {
                        @Override
                        public void fetched(Guest guest, FetchMode mode, int passages) {
                            fetched.add(passages);
                        }
                    });
            invitation = Village.invite(owner, node.port(), snapshot, budget, noise);
            NodeIdentity.create(querier, "querier");
            search = new FederatedSearch(querier);
            search.join(invitation, "owner");
        }

        Offer offer() {
            return snapshot.offer();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
