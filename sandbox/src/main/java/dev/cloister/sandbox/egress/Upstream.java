package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.EgressRule.Scheme;
import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Connects to a host at addresses that were checked, and at no other. */
final class Upstream {

    private static final int MOST_TRIED = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Upstream() {}

    /**
     * Opens a connection to the first of the addresses that answers.
     *
     * @param held is told of each socket at once, so that it can be ended from outside
     * @throws EgressRefusal HOST_FAILED
     */
    static Socket open(
            Destination to, List<InetAddress> addresses, Dialer dialer, Duration silence, Consumer<Socket> held)
            throws IOException {
        for (InetAddress address : addresses.subList(0, Math.min(MOST_TRIED, addresses.size()))) {
            try {
                Socket socket = dialer.dial(address, to.port(), PATIENCE);
                held.accept(socket);
                socket.setSoTimeout((int) silence.toMillis());
                return socket;
            } catch (IOException e) {
                continue;
            }
        }
        throw new EgressRefusal(EgressVerdict.HOST_FAILED, "Nobody answers at " + to.authority() + ".");
    }

    /** The same socket, with TLS on it where the scheme has it; throws as {@link #open} does. */
    static Socket secured(Socket socket, Destination to, Scheme scheme, EgressNetwork network) throws IOException {
        if (scheme == Scheme.HTTP) {
            return socket;
        }
        try {
            SSLSocket tls =
                    (SSLSocket) network.trust().getSocketFactory().createSocket(socket, to.host(), to.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setServerNames(List.of(new SNIHostName(to.host())));
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (SSLHandshakeException e) {
            throw new EgressRefusal(
                    EgressVerdict.HOST_FAILED,
                    "The certificate of " + to.host() + " does not hold, or it speaks no TLS that is spoken here.");
        }
    }
}
