package dev.cloister.retrieval.benchmark;

import dev.cloister.retrieval.federation.NodeFolder;
import dev.cloister.retrieval.federation.node.NodeMain;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.search.FederatedAnswer;
import dev.cloister.retrieval.federation.search.FederatedHit;
import dev.cloister.retrieval.federation.search.FederatedQuestion;
import dev.cloister.retrieval.federation.search.FederatedSearch;
import dev.cloister.retrieval.federation.search.PartyOutcome;
import dev.cloister.retrieval.ring.KeyAudit;
import dev.cloister.retrieval.ring.KeyBatch;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.RingParameters;
import dev.cloister.retrieval.transfer.FetchMode;
import dev.cloister.retrieval.transfer.ObliviousReceiver;
import dev.cloister.retrieval.transfer.ObliviousSender;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Five parties, each a node in a process of its own on this machine, searched together: encryption, mutual TLS, scans, merging
 * and the oblivious fetching of passages. Beside it the same vectors searched here in the clear, by the same arithmetic.
 */
public final class PartiesBenchmark {

    private static final int PARTIES = 5;
    private static final int LIMIT = 10;
    private static final int DIMENSIONS = 384;
    private static final int FETCHED_OF = 10_000;
    private static final int AUDITED_KEYS = 16;
    private static final String EMBEDDER = "random";

    private final List<Path> jars;
    private final Path work;
    private final Random random = new Random(5);

    /**
     * @param jars that a node runs with
     * @param work an empty folder
     */
    public PartiesBenchmark(List<Path> jars, Path work) {
        this.jars = List.copyOf(jars);
        this.work = work;
    }

    /**
     * {@code parties5.p50_ms}, {@code .p95_ms}, {@code .plain_p50_ms}, {@code .up_bytes}, {@code .down_bytes} of all five together,
     * and {@code ranks.different} from the int8 search in the clear.
     *
     * @param passages that each party has
     */
    public Map<String, Double> run(int passages, int queries) {
        List<Process> nodes = new ArrayList<>();
        try {
            List<List<byte[]>> vectors = new ArrayList<>();
            new NodeFolder(work.resolve("querier"))
                    .init("querier", new NodeFolder.Settings("127.0.0.1", "127.0.0.1", 1));
            FederatedSearch search = new FederatedSearch(work.resolve("querier"));
            for (int party = 0; party < PARTIES; party++) {
                List<Entry> entries = entries(party, passages);
                vectors.add(entries.stream()
                        .map(entry -> Quantisation.of(DIMENSIONS).quantise(entry.vector()))
                        .toList());
                join(search, party, entries, queries, nodes);
            }
            return measure(search, vectors, queries);
        } catch (IOException e) {
            throw new UncheckedIOException("The nodes could not be run", e);
        } finally {
            nodes.forEach(Process::destroy);
        }
    }

    /** {@code fetch.p50_ms}: the oblivious transfer of 10 keys of 10,000, both sides one after the other in this thread. */
    public static Map<String, Double> fetch(int rounds) {
        SecureRandom drawn = new SecureRandom();
        byte[] key = new byte[32];
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int[] wanted = drawn.ints(LIMIT, 0, FETCHED_OF).toArray();
            long from = System.nanoTime();
            ObliviousSender sender = new ObliviousSender(FETCHED_OF, drawn);
            ObliviousReceiver receiver = new ObliviousReceiver(FETCHED_OF, sender.opening(), wanted, drawn);
            receiver.keys(sender.answer(receiver.choices(), any -> key, drawn));
            times.add((System.nanoTime() - from) / 1e6);
        }
        return Map.of(
                "fetch.p50_ms",
                quantile(times, 0.5),
                "fetch.down_bytes",
                (double) ObliviousSender.answerBytes(FETCHED_OF, LIMIT) + ObliviousSender.OPENING_BYTES);
    }

    /** {@code audit16.p50_ms}: the audit of 16 keys, both sides one after the other in this thread. */
    public static Map<String, Double> audit(int rounds) {
        SecureRandom drawn = new SecureRandom();
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long from = System.nanoTime();
            try (KeyBatch batch = KeyBatch.draw(RingParameters.STANDARD, AUDITED_KEYS, drawn)) {
                KeyAudit audit = KeyAudit.start(batch.commitments(), drawn);
                var unused = audit.check(batch.open(audit.challenge()));
            }
            times.add((System.nanoTime() - from) / 1e6);
        }
        return Map.of("audit16.p50_ms", quantile(times, 0.5));
    }

    private void join(FederatedSearch search, int party, List<Entry> entries, int queries, List<Process> nodes)
            throws IOException {
        Path folder = work.resolve("party" + party);
        NodeFolder owner = new NodeFolder(folder);
        owner.init("party" + party, new NodeFolder.Settings("127.0.0.1", "127.0.0.1", 1));
        Budget budget = new Budget(2 * queries + 10, Duration.ofDays(1));
        Invitation invitation =
                owner.invite(new NodeFolder.Terms("querier", budget, true, 0, 0), "Passages", entries, EMBEDDER);
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        NodeMain.class.getName(),
                        folder.toString(),
                        "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        nodes.add(node);
        int port = Integer.parseInt(node.inputReader().readLine());
        search.join(
                new Invitation(invitation.address(), port, invitation.owner(), invitation.token()), "party" + party);
    }

    private Map<String, Double> measure(FederatedSearch search, List<List<byte[]>> vectors, int queries) {
        List<Double> encrypted = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        double different = 0;
        double up = 0;
        double down = 0;
        int warmUp = Math.max(2, queries / 4);
        for (int i = 0; i < warmUp + queries; i++) {
            float[] question = unit();
            long from = System.nanoTime();
            FederatedAnswer answer = search.search(
                    FederatedQuestion.of(question, EMBEDDER, LIMIT, FetchMode.OBLIVIOUS, Duration.ofMinutes(2)));
            long between = System.nanoTime();
            List<String> exact = exact(Quantisation.of(DIMENSIONS).quantise(question), vectors);
            long end = System.nanoTime();
            requireAnswered(answer);
            if (i >= warmUp) {
                encrypted.add((between - from) / 1e6);
                plain.add((end - between) / 1e6);
                up = answer.parties().stream().mapToLong(PartyOutcome::sent).sum();
                down = answer.parties().stream()
                        .mapToLong(PartyOutcome::received)
                        .sum();
                for (int rank = 0; rank < LIMIT; rank++) {
                    different += exact.get(rank).equals(place(answer.hits().get(rank))) ? 0 : 1;
                }
            }
        }
        Map<String, Double> figures = new TreeMap<>();
        figures.put("parties5.p50_ms", quantile(encrypted, 0.5));
        figures.put("parties5.p95_ms", quantile(encrypted, 0.95));
        figures.put("parties5.plain_p50_ms", quantile(plain, 0.5));
        figures.put("parties5.plain_p95_ms", quantile(plain, 0.95));
        figures.put("parties5.passages", (double) vectors.getFirst().size() * PARTIES);
        figures.put("parties5.up_bytes", up);
        figures.put("parties5.down_bytes", down);
        figures.put("ranks.different", different);
        return figures;
    }

    private static void requireAnswered(FederatedAnswer answer) {
        for (PartyOutcome party : answer.parties()) {
            if (party.status() != PartyOutcome.Status.ANSWERED) {
                throw new IllegalStateException(party.name() + ": " + party.code() + " " + party.detail());
            }
        }
    }

    private static List<String> exact(byte[] question, List<List<byte[]>> vectors) {
        List<FederatedHit> best = new ArrayList<>();
        for (int party = 0; party < vectors.size(); party++) {
            List<byte[]> own = vectors.get(party);
            for (int i = 0; i < own.size(); i++) {
                int score = dot(question, own.get(i));
                if (best.size() < LIMIT || score > best.getLast().score()) {
                    best.add(new FederatedHit("party" + party, i, score, 0, Optional.empty(), Optional.empty()));
                    best.sort(Comparator.comparingInt(hit -> -hit.score()));
                    if (best.size() > LIMIT) {
                        best.removeLast();
                    }
                }
            }
        }
        return best.stream().map(PartiesBenchmark::place).toList();
    }

    private static int dot(byte[] one, byte[] other) {
        int sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static String place(FederatedHit hit) {
        return hit.party() + " " + hit.passage() + " " + hit.score();
    }

    private List<Entry> entries(int party, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Entry("Party " + party, "Passage " + i + ". " + "word ".repeat(200), unit()))
                .toList();
    }

    private float[] unit() {
        float[] vector = new float[DIMENSIONS];
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static double quantile(List<Double> times, double share) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
}
