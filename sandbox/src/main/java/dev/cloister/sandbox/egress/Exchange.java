package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.EgressRule.Scheme;
import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.http.Content;
import dev.cloister.sandbox.egress.http.FramedOutput;
import dev.cloister.sandbox.egress.http.Framing;
import dev.cloister.sandbox.egress.http.HeadReader;
import dev.cloister.sandbox.egress.http.Header;
import dev.cloister.sandbox.egress.http.HttpHead;
import dev.cloister.sandbox.egress.http.HttpRequest;
import dev.cloister.sandbox.egress.http.HttpResponse;
import dev.cloister.sandbox.egress.secret.SpokeSecrets;
import dev.cloister.sandbox.egress.secret.StreamSearch;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One request that is read, judged and carried, and its response. Each has a connection of its own on either side, so that
 * there is no second request for a smuggled one to become.
 */
final class Exchange {

    private static final int LARGEST_FILLED = 1 << 20;
    private static final Set<String> PARTIAL = Set.of("range", "if-range", "accept-encoding");
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Destination to;
    private final Scheme scheme;
    private final List<EgressRule> rules;
    private final SpokeSecrets secrets;
    private final EgressLimits limits;
    private final HeadReader reader;
    private final Trace trace;

    /** Opens the way to the host; called once the request was judged. */
    interface Way {
        Socket open() throws IOException;
    }

    Exchange(
            Destination to,
            Scheme scheme,
            List<EgressRule> rules,
            SpokeSecrets secrets,
            EgressLimits limits,
            Trace trace) {
        this.to = to;
        this.scheme = scheme;
        this.rules = rules;
        this.secrets = secrets;
        this.limits = limits;
        this.reader = new HeadReader(limits.headBytes(), limits.headFields());
        this.trace = trace;
    }

    /**
     * Carries one request.
     *
     * @param judged is run between the request's head and the way to the host
     * @throws EgressRefusal where it is not carried, or not to its end; the app has been told where that was still possible
     */
    void carry(InputStream fromApp, OutputStream rawToApp, Runnable judged, Way way) throws IOException {
        OutputStream toApp = new BufferedOutputStream(rawToApp, 32 << 10);
        HttpResponse response;
        InputStream fromHost;
        try {
            HttpHead head = reader.read(fromApp);
            HttpRequest request = HttpRequest.of(head, to.host(), to.port(), to.port() == scheme.port());
            trace.request(request.method(), request.target().path());
            if (rules.stream()
                    .noneMatch(rule ->
                            rule.allows(request.method(), request.target().path()))) {
                throw new EgressRefusal(
                        EgressVerdict.REQUEST_REFUSED,
                        "No rule lets the app send " + request.method() + " "
                                + request.target().path() + " to " + to.host() + ".");
            }
            HttpRequest filled = searchable(secrets.fill(request, to.host()));
            judged.run();
            if (HttpRequest.waits(head)) {
                toApp.write(CONTINUE);
                toApp.flush();
            }
            Socket host = way.open();
            send(filled, fromApp, host.getOutputStream());
            fromHost = new BufferedInputStream(host.getInputStream());
            response = answer(fromHost, request.method());
            trace.status(response.status());
            requireClean(response);
        } catch (EgressRefusal refusal) {
            Refusals.tell(refusal, toApp);
            throw refusal;
        }
        toApp.write(response.head().bytes());
        FramedOutput framed = new FramedOutput(toApp, response.framing());
        StreamSearch search = new StreamSearch(framed, secrets.forms(), Exchange::returned);
        new Content(fromHost).copy(response.framing(), new MeteredOutput(search, trace.received(), limits.received()));
        search.finish();
        framed.finish();
    }

    /** What comes back must be readable as a whole where it could hold a secret: neither packed nor a part. */
    private HttpRequest searchable(HttpRequest request) {
        return secrets.belongTo(to.host())
                ? request.without(PARTIAL).with(new Header("Accept-Encoding", "identity"))
                : request;
    }

    private void send(HttpRequest request, InputStream fromApp, OutputStream rawToHost) throws IOException {
        OutputStream toHost = new BufferedOutputStream(rawToHost, 32 << 10);
        if (secrets.inContentTo(to.host()) && !(request.framing() instanceof Framing.None)) {
            sendFilled(request, fromApp, toHost);
            return;
        }
        toHost.write(request.head(to.authority(scheme)).bytes());
        FramedOutput framed = new FramedOutput(toHost, request.framing());
        StreamSearch search = new StreamSearch(framed, secrets.placeholders(), Exchange::unfilled);
        try {
            new Content(fromApp).copy(request.framing(), new MeteredOutput(search, trace.sent(), limits.sent()));
            search.finish();
            framed.finish();
        } catch (EgressRefusal | EOFException e) {
            throw e;
        } catch (IOException e) {
            // A host may answer and close before it has read all: its answer, if there is one, counts.
            return;
        }
    }

    private void sendFilled(HttpRequest request, InputStream fromApp, OutputStream toHost) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        new Content(fromApp).copy(request.framing(), new MeteredOutput(content, new AtomicLong(), LARGEST_FILLED));
        byte[] filled = secrets.fill(content.toByteArray(), to.host());
        Framing framing = new Framing.Length(filled.length);
        toHost.write(request.with(framing).head(to.authority(scheme)).bytes());
        new Content(new ByteArrayInputStream(filled))
                .copy(framing, new MeteredOutput(toHost, trace.sent(), limits.sent()));
        toHost.flush();
    }

    private HttpResponse answer(InputStream fromHost, String method) throws IOException {
        try {
            return HttpResponse.read(fromHost, reader, method);
        } catch (EgressRefusal e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw new EgressRefusal(EgressVerdict.TIMED_OUT, to.host() + " was silent for too long.");
        } catch (IOException e) {
            throw new EgressRefusal(EgressVerdict.HOST_FAILED, to.host() + " ended the connection without an answer.");
        }
    }

    private void requireClean(HttpResponse response) throws EgressRefusal {
        Set<String> forms = secrets.forms();
        String head = new String(response.head().bytes(), StandardCharsets.ISO_8859_1);
        if (forms.stream().anyMatch(head::contains)) {
            throw returned();
        }
        if (response.packed() && secrets.belongTo(to.host())) {
            throw new EgressRefusal(
                    EgressVerdict.RESPONSE_PACKED,
                    "The host packed its response although it was asked not to, so that it cannot be searched.");
        }
    }

    private static EgressRefusal returned() {
        return new EgressRefusal(EgressVerdict.SECRET_RETURNED, "The host's response holds a secret's value.");
    }

    private static EgressRefusal unfilled() {
        return new EgressRefusal(
                EgressVerdict.SECRET_MISPLACED, "A secret's placeholder stands in content, where it is not filled in.");
    }
}
