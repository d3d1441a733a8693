package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.EgressRule.Scheme;
import dev.cloister.sandbox.egress.audit.EgressLog;
import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.http.HeadReader;
import dev.cloister.sandbox.egress.tls.ChannelSocket;
import dev.cloister.sandbox.egress.tls.ClientHello;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection of an app: it asks for a host, and is led there, looked into on the way, or refused. */
final class EgressConnection {

    private static final byte[] ESTABLISHED =
            "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int MOST_DISCARDED = 1 << 20;

    private final Outlet outlet;
    private final EgressLimits limits;
    private final boolean within;
    private final EgressLog log;
    private final SocketChannel channel;
    private final InputStream fromApp;
    private final OutputStream toApp;
    private final Lifetime lifetime;
    private final Trace trace = new Trace();

    /**
     * @param within whether it is within what the app may begin at this time
     * @param log where it is written down
     */
    EgressConnection(Outlet outlet, SocketChannel channel, boolean within, EgressLog log) {
        this.outlet = outlet;
        this.within = within;
        this.log = log;
        this.limits = outlet.access().limits();
        this.channel = channel;
        this.fromApp = new BufferedInputStream(Channels.newInputStream(channel), ClientHello.MOST_BYTES);
        this.toApp = Channels.newOutputStream(channel);
        this.lifetime = new Lifetime(limits.whole());
        lifetime.hold(channel);
    }

    /** Ends it from outside. */
    void end(EgressVerdict why) {
        lifetime.end(why);
    }

    /** Carries it to its end, and writes it down. */
    void run() {
        try (lifetime) {
            lifetime.step(limits.head());
            fromApp.mark(1);
            if (fromApp.read() < 0) {
                return;
            }
            fromApp.reset();
            note(carried());
        } catch (SocketTimeoutException e) {
            note(EgressVerdict.TIMED_OUT);
        } catch (EgressRefusal refusal) {
            note(refusal.verdict());
        } catch (IOException e) {
            note(lifetime.reason().orElse(EgressVerdict.BROKEN_OFF));
        } catch (RuntimeException e) {
            note(EgressVerdict.BROKEN_OFF);
            throw e;
        }
    }

    private void note(EgressVerdict verdict) {
        log.note(trace.event(verdict));
    }

    private EgressVerdict carried() throws IOException {
        Destination to;
        List<InetAddress> addresses;
        List<EgressRule> rules;
        try {
            to = Destination.of(new HeadReader(limits.headBytes(), limits.headFields()).read(fromApp));
            trace.host(to.host(), to.port());
            rules = admitted(to);
            addresses = to.addresses(outlet.access().network());
        } catch (EgressRefusal refusal) {
            Refusals.tell(refusal, toApp);
            throw refusal;
        }
        toApp.write(ESTABLISHED);
        if (rules.stream().allMatch(rule -> rule.scheme() == Scheme.HTTP)) {
            exchange(to, Scheme.HTTP, rules, addresses, fromApp, toApp);
            return EgressVerdict.ALLOWED;
        }
        ClientHello hello = ClientHello.peek(fromApp);
        if (!hello.serverName().equals(Optional.of(to.host()))) {
            throw new EgressRefusal(EgressVerdict.NAME_MISMATCH, "TLS asks for another host than CONNECT.");
        }
        List<EgressRule> secured =
                rules.stream().filter(rule -> rule.scheme() == Scheme.HTTPS).toList();
        if (secured.stream().anyMatch(EgressRule::unlimited)
                && !outlet.secrets().belongTo(to.host())) {
            return tunnelled(hello, to, addresses);
        }
        inspected(to, secured, addresses);
        return EgressVerdict.ALLOWED;
    }

    private List<EgressRule> admitted(Destination to) throws EgressRefusal {
        if (!within) {
            throw new EgressRefusal(
                    EgressVerdict.TOO_MUCH, "More than " + limits.perMinute() + " connections within a minute.");
        }
        if (!outlet.gate().isOpen()) {
            throw new EgressRefusal(
                    EgressVerdict.CLOSED,
                    "An app reaches the network only while it carries out a call that was allowed, and never in a trial.");
        }
        List<EgressRule> rules = outlet.policy().about(to.host(), to.port());
        if (rules.isEmpty()) {
            throw new EgressRefusal(
                    EgressVerdict.HOST_REFUSED, "No rule of the app's manifest names " + to.authority() + ".");
        }
        return rules;
    }

    private EgressVerdict tunnelled(ClientHello hello, Destination to, List<InetAddress> addresses) throws IOException {
        if (hello.encrypted()) {
            throw new EgressRefusal(
                    EgressVerdict.NAME_MISMATCH, "TLS may ask for another host where nobody can read it.");
        }
        lifetime.stepDone();
        Socket host = connect(to, addresses);
        Tunnel.carry(fromApp, toApp, host, limits, trace);
        return EgressVerdict.TUNNELLED;
    }

    private void inspected(Destination to, List<EgressRule> rules, List<InetAddress> addresses) throws IOException {
        try (SSLSocket tls = (SSLSocket) outlet.authority()
                .serverOf(to.host())
                .getSocketFactory()
                .createSocket(new ChannelSocket(channel, fromApp, toApp), null, true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            InputStream in = new BufferedInputStream(tls.getInputStream());
            exchange(to, Scheme.HTTPS, rules, addresses, in, tls.getOutputStream());
        }
    }

    private void exchange(
            Destination to,
            Scheme scheme,
            List<EgressRule> rules,
            List<InetAddress> addresses,
            InputStream in,
            OutputStream out)
            throws IOException {
        lifetime.step(limits.head());
        try {
            new Exchange(to, scheme, rules, outlet.secrets(), limits, trace).carry(in, out, lifetime::stepDone, () -> {
                Socket raw = connect(to, addresses);
                return Upstream.secured(raw, to, scheme, outlet.access().network());
            });
        } catch (EgressRefusal refusal) {
            EgressVerdict why = lifetime.reason().orElse(refusal.verdict());
            linger();
            throw new EgressRefusal(why, refusal.reason());
        }
    }

    private Socket connect(Destination to, List<InetAddress> addresses) throws IOException {
        return Upstream.open(to, addresses, outlet.access().network().dialer(), limits.silence(), lifetime::hold);
    }

    /** Lets an app read its refusal that is still sending: closing over unread bytes would take the answer away. */
    private void linger() {
        lifetime.step(LINGER);
        try {
            channel.shutdownOutput();
            byte[] discarded = new byte[8192];
            int left = MOST_DISCARDED;
            for (int read = fromApp.read(discarded); read >= 0 && left > 0; read = fromApp.read(discarded)) {
                left -= read;
            }
        } catch (IOException e) {
            // It has been told, or will not listen.
            return;
        }
    }
}
