package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.federation.node.FederationNode;
import dev.cloister.retrieval.federation.node.NodeListener;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.search.ClaimCheck;
import dev.cloister.retrieval.federation.search.FederatedAnswer;
import dev.cloister.retrieval.federation.search.FederatedHit;
import dev.cloister.retrieval.federation.search.FederatedQuestion;
import dev.cloister.retrieval.federation.search.FederatedSearch;
import dev.cloister.retrieval.federation.search.Merge;
import dev.cloister.retrieval.federation.search.PartyOutcome;
import dev.cloister.retrieval.federation.search.PartyOutcome.Status;
import dev.cloister.retrieval.ring.RingScoring;
import dev.cloister.retrieval.ring.ScoringBackend;
import dev.cloister.retrieval.transfer.FetchMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two real nodes, of which one adds something of its own to its scores. */
class LyingPartyTest {

    private static final int LIMIT = 6;

    /** A cosine of 1. */
    private static final int ONE = (int) Math.round(1 / Village.QUANTISATION.cosine(1));

    @TempDir
    private Path work;

    private final float[] question = Village.unit(new Random(7));
    private final List<Entry> honest = Village.entries("honest", 60, 1);
    private final List<Entry> liars = Village.entries("liar", 60, 2);
    private final List<FederationNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(FederationNode::close);
    }

    @Test
    void aPartyThatClaimsToBeNearlyTheQuestionIsNamedAndRankedLast() {
        FederatedAnswer answer =
                search(ClaimCheck.NONE, passage -> (int) (ONE * 0.93)).search(question(Merge.SCORES));
        assertEquals(List.of("honest"), parties(answer));
        assertTrue(liar(answer).doubt().orElseThrow().contains("nearly the question"));
    }

    @Test
    void whereOthersLeaveRoomItsPassagesComeAfterTheirs() {
        FederatedSearch search = search(ClaimCheck.NONE, passage -> (int) (ONE * 0.93));
        FederatedAnswer answer = search.search(new FederatedQuestion(
                question, Village.EMBEDDER, 32, FetchMode.DIRECT, Merge.SCORES, Duration.ofMinutes(1)));
        assertEquals(32, answer.hits().size());
        assertEquals(List.of("honest"), parties(answer));
    }

    @Test
    void aPartyThatLiftsAFewOfItsPassagesIsFoundOutByTheirTexts() {
        FederatedAnswer answer = search(
                        new TrueVectors(honest, liars), passage -> passage < LIMIT ? ONE / 2 - passage * 100 : 0)
                .search(question(Merge.SCORES));
        assertTrue(liar(answer).doubt().orElseThrow().startsWith("6 of its passages do not say"));
        // What it lifted is all that was fetched of it.
        assertEquals(
                best(honest, List.of()),
                answer.hits().stream().map(FederatedHit::score).toList());
    }

    @Test
    void inTurnsNoPartyGetsMoreThanItsPart() {
        FederatedAnswer answer = search(ClaimCheck.NONE, passage -> passage < LIMIT ? ONE / 2 : 0)
                .search(question(Merge.TURNS));
        assertEquals(
                Map.of("honest", 3L, "liar", 3L),
                answer.hits().stream().collect(Collectors.groupingBy(FederatedHit::party, Collectors.counting())));
    }

    @Test
    void nothingHonestIsDoubtedOrMoved() {
        FederatedAnswer answer =
                search(new TrueVectors(honest, liars), passage -> 0).search(question(Merge.SCORES));
        assertEquals(
                best(honest, liars),
                answer.hits().stream().map(FederatedHit::score).toList());
        answer.parties().forEach(party -> assertTrue(party.doubt().isEmpty(), party.toString()));
    }

    @Test
    void whereTextsCannotBeCheckedNobodyIsDoubtedAndPartiesTakeTurns() {
        AtomicInteger asked = new AtomicInteger();
        ClaimCheck failing = (question, text, cosine) -> {
            asked.incrementAndGet();
            throw new IllegalStateException("no engine");
        };
        FederatedAnswer answer =
                search(failing, passage -> passage < LIMIT ? ONE / 2 : 0).search(question(Merge.SCORES));
        assertEquals(2, asked.get());
        assertFalse(answer.checked());
        answer.parties().forEach(party -> assertTrue(party.doubt().isEmpty(), party.toString()));
        assertEquals(
                Map.of("honest", 3L, "liar", 3L),
                answer.hits().stream().collect(Collectors.groupingBy(FederatedHit::party, Collectors.counting())));
    }

    /** Looks a passage's vector up by its text, as a model would make it. */
    private record TrueVectors(List<Entry> honest, List<Entry> liars) implements ClaimCheck {
        @Override
        public Verdict check(float[] question, String text, double cosine) {
            float[] vector = Stream.concat(honest.stream(), liars.stream())
                    .filter(entry -> entry.text().equals(text))
                    .findFirst()
                    .orElseThrow()
                    .vector();
            double own = IntStream.range(0, vector.length)
                    .mapToDouble(i -> vector[i] * question[i])
                    .sum();
            return cosine <= own + 0.1 ? Verdict.HOLDS : Verdict.REFUTED;
        }
    }

    private FederatedSearch search(ClaimCheck check, IntUnaryOperator lie) {
        NodeIdentity.create(work.resolve("querier"), "querier");
        FederatedSearch search = new FederatedSearch(work.resolve("querier"), check);
        join(search, "honest", honest, new RingScoring(1));
        join(search, "liar", liars, new Lifting(lie));
        return search;
    }

    private void join(FederatedSearch search, String name, List<Entry> entries, ScoringBackend backend) {
        Path folder = work.resolve(name);
        Snapshot snapshot = Village.settle(folder, name, entries);
        FederationNode node = FederationNode.start(
                folder,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                backend,
                InstantSource.system(),
                NodeListener.NONE);
        nodes.add(node);
        search.join(Village.invite(folder, node.port(), snapshot, new Budget(10, Duration.ofDays(30)), 0), name);
    }

    private FederatedQuestion question(Merge merge) {
        return new FederatedQuestion(question, Village.EMBEDDER, LIMIT, FetchMode.DIRECT, merge, Duration.ofMinutes(1));
    }

    private static List<String> parties(FederatedAnswer answer) {
        return answer.hits().stream().map(FederatedHit::party).distinct().toList();
    }

    private static PartyOutcome liar(FederatedAnswer answer) {
        PartyOutcome liar = answer.parties().getLast();
        assertEquals(Status.ANSWERED, liar.status(), liar.toString());
        return liar;
    }

    /** The best scores of all, computed here. */
    private List<Integer> best(List<Entry> some, List<Entry> others) {
        byte[] asked = Village.QUANTISATION.quantise(question);
        return Stream.concat(some.stream(), others.stream())
                .map(entry -> Village.QUANTISATION.quantise(entry.vector()))
                .map(vector -> IntStream.range(0, vector.length)
                        .map(i -> vector[i] * asked[i])
                        .sum())
                .sorted((one, other) -> Integer.compare(other, one))
                .limit(LIMIT)
                .toList();
    }
}
