package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.tls.SpokeAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An internet of loopback servers: names have the addresses that a test gives them, and whatever address is dialled leads
 * to the server of that port's name. Real sockets and real TLS, with an authority of its own.
 */
public final class TestNetwork {

    private static final String PUBLIC = "93.184.215.14";

    private final SpokeAuthority authority = new SpokeAuthority(InstantSource.system());
    private final Map<String, Deque<List<InetAddress>>> names = new ConcurrentHashMap<>();
    private final Map<Integer, TestHost> hosts = new ConcurrentHashMap<>();
    private final List<String> dialled = new CopyOnWriteArrayList<>();

    /** Gives a name its addresses; given twice, the second counts from the second look-up on. */
    public TestNetwork named(String name, String... addresses) {
        names.computeIfAbsent(name, any -> new ArrayDeque<>())
                .add(List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
        return this;
    }

    /** Puts a server with TLS at port 443 of a name with a public address. */
    public TestHost secure(String name, TestHost.Answer answer) {
        return secure(name, 443, authority, answer);
    }

    /** The same on another port, certified by another authority. */
    public TestHost secure(String name, int port, SpokeAuthority by, TestHost.Answer answer) {
        return at(name, port, by.serverOf(name).getServerSocketFactory(), answer);
    }

    /** A server without TLS at port 80. */
    public TestHost plain(String name, TestHost.Answer answer) {
        return at(name, 80, ServerSocketFactory.getDefault(), answer);
    }

    private TestHost at(String name, int port, ServerSocketFactory sockets, TestHost.Answer answer) {
        if (!names.containsKey(name)) {
            named(name, PUBLIC);
        }
        TestHost host = new TestHost(sockets, answer);
        hosts.put(port, host);
        return host;
    }

    /** The addresses that were connected to. */
    public List<String> dialled() {
        return List.copyOf(dialled);
    }

    /** The authority's certificate, for programs that trust it. */
    public String pem() {
        return authority.pem();
    }

    public EgressNetwork network() {
        return new EgressNetwork(this::resolve, AddressCheck.INTERNET, this::dial, trusting(authority.pem()));
    }

    private synchronized List<InetAddress> resolve(String name) throws IOException {
        Deque<List<InetAddress>> answers =
                Optional.ofNullable(names.get(name)).orElseThrow(() -> new UnknownHostException(name));
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    private Socket dial(InetAddress address, int port, Duration patience) throws IOException {
        dialled.add(address.getHostAddress());
        TestHost host = Optional.ofNullable(hosts.get(port)).orElseThrow(() -> new IOException("refused"));
        return Dialer.direct().dial(InetAddress.getLoopbackAddress(), host.port(), patience);
    }

    /** What trusts that authority alone. */
    public static SSLContext trusting(String pem) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
