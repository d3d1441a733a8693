package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.ring.RingScoring;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A node by itself, without a gateway: answers for the folder that it is given and prints its port. Ends with its input.
 * Arguments: the folder, the port or 0, and the address to listen at where it is not loopback.
 */
public final class NodeMain {

    private NodeMain() {}

    public static void main(String[] arguments) throws Exception {
        InetAddress bind =
                arguments.length > 2 ? InetAddress.getByName(arguments[2]) : InetAddress.getLoopbackAddress();
        InetSocketAddress address = new InetSocketAddress(bind, Integer.parseInt(arguments[1]));
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
