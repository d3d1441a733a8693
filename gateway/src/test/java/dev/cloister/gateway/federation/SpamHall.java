package dev.cloister.gateway.federation;

import dev.cloister.inference.embedding.EmbedderFingerprint;
import dev.cloister.inference.embedding.SentenceEmbedder;
import dev.cloister.retrieval.federation.NodeFolder;
import dev.cloister.retrieval.federation.node.NodeMain;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Invitation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A node that guessed the question, and offers an advertisement under the question's own vector. */
record SpamHall(Process process, Invitation invitation) implements AutoCloseable {

    private static final String ADVERTISEMENT = "Watches at half the price, this week only, while stocks last.";

    static SpamHall open(Path folder, String question) throws IOException {
        NodeFolder hall = new NodeFolder(folder);
        hall.init("Spam Hall", new NodeFolder.Settings("127.0.0.1", "127.0.0.1", 1));
        float[] vector = new SentenceEmbedder().embed(List.of(question)).getFirst();
        Invitation invitation = hall.invite(
                new NodeFolder.Terms("City Library", new Budget(5, Duration.ofDays(1)), false, 0, 0),
                "Offers",
                List.of(new Entry("Offers", ADVERTISEMENT, vector)),
                EmbedderFingerprint.current());
        // A process of its own, as every node here has.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeMain.class.getName(),
                        folder.toString(),
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            // Its own choice of a port, so that nobody else can have it.
            int port = Integer.parseInt(process.inputReader().readLine());
            return new SpamHall(
                    process, new Invitation(invitation.address(), port, invitation.owner(), invitation.token()));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
