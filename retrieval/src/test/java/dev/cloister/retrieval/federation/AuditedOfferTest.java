package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.node.FederationNode;
import dev.cloister.retrieval.federation.node.NodeListener;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.federation.party.Share;
import dev.cloister.retrieval.federation.party.ShareBook;
import dev.cloister.retrieval.federation.search.FederatedQuestion;
import dev.cloister.retrieval.federation.search.FederatedSearch;
import dev.cloister.retrieval.federation.search.PartyOutcome;
import dev.cloister.retrieval.ring.CheatingBatch;
import dev.cloister.retrieval.ring.KeyBatch;
import dev.cloister.retrieval.ring.KeyChallenge;
import dev.cloister.retrieval.ring.PendingQuery;
import dev.cloister.retrieval.ring.Querier;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.RingParameters;
import dev.cloister.retrieval.transfer.FetchMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An owner that sees all but one of four keys being made before it answers, and guests that cheat. */
class AuditedOfferTest {

    private static final int KEYS = 4;
    private static final int GROUPS = 96;
    private static final QueryShape SHAPE = new QueryShape(RingParameters.STANDARD, 384, GROUPS);
    private static final Budget BUDGET = new Budget(Budget.MOST_OF_A_STRANGER, Duration.ofDays(30));

    private final SecureRandom random = new SecureRandom();
    private final List<Code> noted = new CopyOnWriteArrayList<>();

    private volatile IntUnaryOperator lift = passage -> 0;

    @TempDir
    private Path work;

    private Path owner;
    private FederationNode node;
    private Offer offer;
    private NodeIdentity identity;

    @BeforeEach
    void settle() {
        owner = work.resolve("owner");
        Snapshot snapshot = Village.settle(owner, "owner", Village.entries("owner", 40, 1), KEYS);
        offer = snapshot.offer();
        node = FederationNode.start(
                owner,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Lifting(passage -> lift.applyAsInt(passage)),
                InstantSource.system(),
                new NodeListener() {
                    @Override
                    public void keyRefused(Guest guest, RetrievalException why) {
                        noted.add(why.code());
                    }
                });
        Path querier = work.resolve("querier");
        identity = NodeIdentity.create(querier, "querier");
        new FederatedSearch(querier).join(Village.invite(owner, node.port(), snapshot, BUDGET, 0), "owner");
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void whoSlipsInAStructuredKeyIsCaughtUnlessItIsKept() {
        int tries = 12;
        int caught = 0;
        try (RawGuest guest = guest()) {
            for (int i = 0; i < tries; i++) {
                CheatingBatch batch = new CheatingBatch(KEYS, 2, random);
                KeyChallenge challenge = guest.commit(batch.commitments());
                Optional<Code> refused = guest.open(batch.openings(challenge));
                boolean kept = challenge.kept() == 2;
                assertEquals(kept ? Optional.empty() : Optional.of(Code.RING_KEY_REFUSED), refused);
                caught += kept ? 0 : 1;
                if (!kept) {
                    assertEquals(
                            Optional.of(Code.RING_KEY_REFUSED),
                            guest.ask(batch.query(SHAPE, 2).toBytes()));
                }
            }
        }
        assertEquals(caught, noted.size());
        assertTrue(caught > 0, "Once in 4^12 runs nobody is caught");
        assertEquals(BUDGET.queries() - tries, left());
    }

    @Test
    void aQueryUnderAnotherKeyThanTheChosenOneIsRefused() {
        try (RawGuest guest = guest();
                KeyBatch batch = KeyBatch.draw(RingParameters.STANDARD, KEYS, random);
                PendingQuery other = Querier.ask(new byte[384], RingParameters.STANDARD, GROUPS, random)) {
            assertEquals(Optional.empty(), guest.open(batch.open(guest.commit(batch.commitments()))));
            assertEquals(
                    Optional.of(Code.RING_KEY_REFUSED),
                    guest.ask(other.message().toBytes()));
            assertEquals(List.of(Code.RING_KEY_REFUSED), noted);
            assertEquals(BUDGET.queries() - 1, left());
        }
    }

    @Test
    void anAuditIsForOneQueryAndNoQueryGoesWithout() {
        try (RawGuest guest = guest();
                KeyBatch batch = KeyBatch.draw(RingParameters.STANDARD, KEYS, random);
                PendingQuery without = Querier.ask(new byte[384], RingParameters.STANDARD, GROUPS, random)) {
            assertEquals(
                    Optional.of(Code.RING_KEY_REFUSED),
                    guest.ask(without.message().toBytes()));
            assertEquals(BUDGET.queries(), left());
            assertEquals(Optional.empty(), guest.open(batch.open(guest.commit(batch.commitments()))));
            try (PendingQuery query = batch.ask(new byte[384], GROUPS)) {
                assertEquals(Optional.empty(), guest.ask(query.message().toBytes()));
                assertEquals(
                        Optional.of(Code.RING_KEY_REFUSED),
                        guest.ask(query.message().toBytes()));
            }
            assertEquals(BUDGET.queries() - 1, left());
        }
    }

    @Test
    void whoHangsUpInsteadOfOpeningItsKeysHasAskedAndIsNoted() {
        try (RawGuest guest = guest()) {
            var unused = guest.commit(new CheatingBatch(KEYS, 0, random).commitments());
        }
        Village.await(() -> noted.equals(List.of(Code.FEDERATION_UNREACHABLE)));
        assertEquals(BUDGET.queries() - 1, left());
    }

    @Test
    void aQueryThatIsRefusedAfterItsAuditIsTakenOffTheShareAndIsNoMisconduct() {
        lift = passage -> {
            throw new RetrievalException(Code.FEDERATION_BUSY, "The turn did not come.");
        };
        Path querier = work.resolve("querier");
        try (ShareBook shares = new ShareBook(querier, InstantSource.system(), 50, 2)) {
            Share clerk = shares.of("clerk", false);
            Host host = new PartyStore(querier).parties().hosts().getFirst();
            int before = clerk.left(host);
            PartyOutcome outcome = new FederatedSearch(querier)
                    .search(
                            FederatedQuestion.of(
                                    Village.unit(new Random(5)),
                                    Village.EMBEDDER,
                                    3,
                                    FetchMode.DIRECT,
                                    Duration.ofMinutes(1)),
                            clerk)
                    .parties()
                    .getFirst();
            assertEquals(Code.FEDERATION_BUSY.name(), outcome.code());
            assertEquals(before - 1, clerk.left(host));
        }
        assertEquals(BUDGET.queries() - 1, left());
        assertEquals(List.of(), noted);
    }

    private RawGuest guest() {
        return new RawGuest(identity, node.port(), offer);
    }

    private int left() {
        return new NodeFolder(owner)
                .left(new PartyStore(owner).parties().guests().getFirst());
    }
}
