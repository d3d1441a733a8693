package dev.cloister.sandbox.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;

/** Connects to an address that was checked; never looks a name up. */
@FunctionalInterface
public interface Dialer {

    /**
     * Opens a connection.
     *
     * @throws IOException where nobody answers in time
     */
    Socket dial(InetAddress address, int port, Duration patience) throws IOException;

    /** Straight from this machine. */
    static Dialer direct() {
        return (address, port, patience) -> {
            // Not by whatever this Java takes for its own proxy.
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        };
    }
}
