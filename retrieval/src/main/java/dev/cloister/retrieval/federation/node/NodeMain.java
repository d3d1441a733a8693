package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.ring.RingScoring;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A node by itself, without a gateway: answers for the folder that it is given and prints its port. Ends with its input.
 * Arguments: the folder, and the port or 0.
 */
public final class NodeMain {

    private NodeMain() {}

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        try (FederationNode node = FederationNode.start(
                Path.of(arguments[0]), address, new RingScoring(1), InstantSource.system(), NodeListener.NONE)) {
            System.out.println(node.port());
            while (System.in.read() >= 0) {
                // Whoever started it holds its input open.
                continue;
            }
        }
    }
}
