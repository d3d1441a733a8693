package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.secret.SecretValue;
import dev.cloister.sandbox.egress.tls.ChannelSocket;
import dev.cloister.sandbox.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import static org.junit.jupiter.api.Assertions.assertNotNull;

/** Speaks to a real proxy as an app in its cell would, and reads what was written down of it. */
final class Cellmate implements AutoCloseable {

    static final EgressLimits PATIENT = limits(Duration.ofSeconds(20), Duration.ofSeconds(20));
    static final EgressLimits IMPATIENT = limits(Duration.ofMillis(700), Duration.ofSeconds(1));

    private final EgressProxy proxy;
    private final BlockingQueue<EgressEvent> events = new LinkedBlockingQueue<>();
    private final EgressGate.Passage way;

    Cellmate(TestNetwork network, String block, Map<String, String> secrets, EgressLimits limits) {
        Map<String, SecretValue> values = new HashMap<>();
        secrets.forEach((name, value) -> values.put(name, new SecretValue(value)));
        proxy = EgressProxy.open(
                EgressPolicy.read(Json.parseObject(block)),
                new EgressAccess(network.network(), limits, values, events::add));
        way = proxy.gate().passage();
        way.open();
    }

    Cellmate(TestNetwork network, String block) {
        this(network, block, Map.of(), PATIENT);
    }

    private static EgressLimits limits(Duration head, Duration silence) {
        return new EgressLimits(16, 2_000, 8 << 10, 50, 1 << 20, 1 << 20, head, silence, Duration.ofSeconds(30));
    }

    /** What the app's environment says. */
    String variable(String name) {
        return Objects.requireNonNull(proxy.environment().get(name));
    }

    /** Ends the call. */
    void endCall() {
        way.close();
    }

    /** The next attempt that was written down. */
    EgressEvent event() throws InterruptedException {
        EgressEvent event = events.poll(10, TimeUnit.SECONDS);
        assertNotNull(event, "nothing was written down");
        return Objects.requireNonNull(event);
    }

    EgressVerdict verdict() throws InterruptedException {
        return event().verdict();
    }

    int written() {
        return events.size();
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(proxy.folder().resolve("proxy.sock")));
    }

    /** Says something raw, and returns all that is answered. */
    String raw(String words) throws IOException {
        try (SocketChannel channel = connect()) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(words.getBytes(StandardCharsets.ISO_8859_1));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Sends a request, as it is, through TLS that trusts the spoke's own authority; returns the response as it is. */
    String secure(String host, String request) throws IOException {
        return secure(host, host, Files.readString(proxy.folder().resolve("ca.pem")), request);
    }

    String secure(String host, String serverName, String trusted, String request) throws IOException {
        try (Tunnelled tunnelled = tunnelled(host, 443)) {
            SSLSocket tls = (SSLSocket)
                    TestNetwork.trusting(trusted).getSocketFactory().createSocket(tunnelled.socket(), host, 443, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return exchange(tls, request);
        }
    }

    /** The same without TLS. */
    String plain(String host, String request) throws IOException {
        try (Tunnelled tunnelled = tunnelled(host, 80)) {
            return exchange(tunnelled.socket(), request);
        }
    }

    private static String exchange(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        StringBuilder answer = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
            }
        } catch (IOException e) {
            answer.append("[broken off]");
        }
        return answer.toString();
    }

    /** A connection that the proxy has led to a host. */
    record Tunnelled(SocketChannel channel, Socket socket) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Asks for a host; throws with the proxy's answer where it refuses. */
    Tunnelled tunnelled(String host, int port) throws IOException {
        SocketChannel channel = connect();
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        OutputStream out = Channels.newOutputStream(channel);
        String authority = host + ":" + port;
        out.write(("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 200 ")) {
            throw new IOException(head + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return new Tunnelled(channel, new ChannelSocket(channel, in, out));
    }

    @Override
    public void close() {
        proxy.close();
    }
}
