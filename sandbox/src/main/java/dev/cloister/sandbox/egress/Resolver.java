package dev.cloister.sandbox.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of hosts. Apps have no other. */
@FunctionalInterface
public interface Resolver {

    /**
     * All addresses of a host; asked once for each connection.
     *
     * @throws IOException where it has none
     */
    List<InetAddress> addresses(String host) throws IOException;
}
