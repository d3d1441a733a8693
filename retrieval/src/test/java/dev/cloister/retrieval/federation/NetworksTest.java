package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.federation.party.PendingInvitation;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two nodes in network namespaces of their own, where the machine allows making them. */
class NetworksTest {

    private static final List<String> NAMESPACES = List.of("unshare", "--user", "--map-root-user", "--net", "--mount");

    @TempDir
    private Path work;

    @Test
    void partiesInTwoNetworksFindEachOtherByTheWireBetweenThemOnly()
            throws IOException, InterruptedException, URISyntaxException {
        Assumptions.assumeTrue(
                mayMakeNetworks(), "This machine lets nobody make network namespaces, or has no unshare or ip");
        List<Entry> entries = Village.entries("owner", 50, 3);
        Path owner = work.resolve("owner");
        Snapshot snapshot = Village.settle(owner, "owner", entries);
        NodeIdentity.create(work.resolve("querier"), "querier");
        List<String> command = new ArrayList<>(NAMESPACES);
        command.addAll(List.of(
                "bash",
                script().toString(),
                owner.toString(),
                work.resolve("querier").toString(),
                invitation(owner, snapshot).code(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        Path said = work.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "It takes too long");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(said);
        assertEquals(0, process.exitValue(), lines.toString());
        assertEquals("ANSWERED " + best(entries), lines.getFirst());
        assertTrue(lines.getLast().matches("(LATE|UNREACHABLE) \\[]"), lines.getLast());
    }

    private static boolean mayMakeNetworks() throws InterruptedException {
        List<String> command = new ArrayList<>(NAMESPACES);
        command.addAll(List.of("ip", "link", "add", "one", "type", "veth", "peer", "name", "other"));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(NetworksTest.class.getResource("two-networks.sh"))
                .toURI());
    }

    private static Invitation invitation(Path owner, Snapshot snapshot) {
        Invitation invitation =
                Invitation.to("10.77.0.2", 8443, NodeIdentity.open(owner).id(), Village.RANDOM);
        new PartyStore(owner)
                .invite(new PendingInvitation(
                        Invitation.hashOf(invitation.token()),
                        "querier",
                        snapshot.offer().snapshot(),
                        new Budget(5, Duration.ofDays(1)),
                        false,
                        0,
                        Instant.now().plus(Duration.ofHours(1))));
        return invitation;
    }

    private static List<Integer> best(List<Entry> entries) {
        byte[] question = Village.QUANTISATION.quantise(Village.unit(new Random(NetworkVisitor.QUESTION)));
        return entries.stream()
                .map(entry -> Village.QUANTISATION.quantise(entry.vector()))
                .map(vector -> IntStream.range(0, vector.length)
                        .map(i -> vector[i] * question[i])
                        .sum())
                .sorted((one, other) -> Integer.compare(other, one))
                .limit(NetworkVisitor.LIMIT)
                .toList();
    }
}
