package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.federation.node.FederationNode;
import dev.cloister.retrieval.federation.node.NodeMain;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.federation.party.PendingInvitation;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.RingParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Owners with random passages, each a node in a folder. */
final class Village {

    static final String EMBEDDER = "random 384";
    static final Quantisation QUANTISATION = Quantisation.of(384);
    static final SecureRandom RANDOM = new SecureRandom();

    private Village() {}

    /** An owner's passages. */
    static List<Entry> entries(String owner, int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new Entry("Book of " + owner, "Passage " + i + " of " + owner, unit(random)))
                .toList();
    }

    static float[] unit(Random random) {
        float[] vector = new float[384];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    /** A folder with an identity and a snapshot. */
    static Snapshot settle(Path folder, String name, List<Entry> entries) {
        return settle(folder, name, entries, 0);
    }

    /** The same, where queriers show all but one of so many keys. */
    static Snapshot settle(Path folder, String name, List<Entry> entries, int auditKeys) {
        NodeIdentity.create(folder, name);
        return Snapshot.write(
                FederationNode.snapshots(folder),
                "Books of " + name,
                entries,
                EMBEDDER,
                QUANTISATION,
                RingParameters.STANDARD,
                List.of(24, 96, 384),
                auditKeys,
                RANDOM);
    }

    /** An invitation from the node in that folder, which listens at that port. */
    static Invitation invite(Path folder, int port, Snapshot snapshot, Budget budget, int noise) {
        Invitation invitation =
                Invitation.to("127.0.0.1", port, NodeIdentity.open(folder).id(), RANDOM);
        new PartyStore(folder)
                .invite(new PendingInvitation(
                        Invitation.hashOf(invitation.token()),
                        "querier",
                        snapshot.offer().snapshot(),
                        budget,
                        false,
                        noise,
                        Instant.now().plus(Duration.ofHours(1))));
        return invitation;
    }

    /** Waits until it is so; a slow machine has a minute. */
    static void await(BooleanSupplier fact) {
        long from = System.nanoTime();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() - from > Duration.ofMinutes(1).toNanos()) {
                throw new AssertionError("It did not come to that within a minute");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** A node in a process of its own. */
    record Running(Process process, int port) implements AutoCloseable {

        static Running start(Path folder) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    NodeMain.class.getName(),
                    folder.toString(),
                    "0"));
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                return new Running(
                        process, Integer.parseInt(process.inputReader().readLine()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
