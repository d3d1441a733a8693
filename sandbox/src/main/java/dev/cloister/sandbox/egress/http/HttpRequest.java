package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An app's request to a host.
 *
 * @param method one of {@link #METHODS}
 * @param target its path and query
 * @param headers what goes on to the host, without {@code Host} and framing
 * @param framing how its content ends
 */
public record HttpRequest(String method, RequestTarget target, List<Header> headers, Framing framing) {

    /** The methods that rules may name. */
    public static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Fields by which some servers are told of another method or path than the first line's. */
    private static final Set<String> OVERRIDES = Set.of(
            "x-http-method-override",
            "x-http-method",
            "x-method-override",
            "x-original-url",
            "x-rewrite-url",
            "x-original-uri",
            "x-forwarded-host");

    public HttpRequest {
        headers = List.copyOf(headers);
    }

    /**
     * Reads a request that was sent on a connection to that host.
     *
     * @throws EgressRefusal MALFORMED where it is not HTTP/1.1, names another host, or is ambiguous
     */
    public static HttpRequest of(HttpHead head, String host, int port, boolean defaultPort) throws EgressRefusal {
        String[] parts = head.start().split(" ", -1);
        if (parts.length != 3 || !parts[2].equals("HTTP/1.1") || !METHODS.contains(parts[0])) {
            throw EgressRefusal.malformed("The request must be HTTP/1.1 with one of the methods " + METHODS + ".");
        }
        if (head.headers().stream().anyMatch(header -> !ascii(header.value()))) {
            throw EgressRefusal.malformed("A header field holds characters beyond ASCII.");
        }
        if (OVERRIDES.stream().anyMatch(name -> !head.all(name).isEmpty())) {
            throw EgressRefusal.malformed("A header field names another method, host or path than the request.");
        }
        String named = head.one("host").orElse("").toLowerCase(Locale.ROOT);
        if (!named.equals(host + ":" + port) && !(defaultPort && named.equals(host))) {
            throw EgressRefusal.malformed("The field Host must name the host of the connection, " + host + ".");
        }
        Framing framing = head.framing().orElse(new Framing.None());
        List<Header> headers =
                head.forwarded().stream().filter(header -> !header.is("host")).toList();
        return new HttpRequest(parts[0], RequestTarget.read(parts[1]), headers, framing);
    }

    /** Whether the app waits for a word before it sends content (RFC 9110, section 10.1.1). */
    public static boolean waits(HttpHead head) throws EgressRefusal {
        Optional<String> expected = head.one("expect");
        if (expected.isPresent() && !expected.get().equalsIgnoreCase("100-continue")) {
            throw EgressRefusal.malformed("The field Expect may be 100-continue only.");
        }
        return expected.isPresent();
    }

    public HttpRequest with(RequestTarget otherTarget, List<Header> otherHeaders) {
        return new HttpRequest(method, otherTarget, otherHeaders, framing);
    }

    public HttpRequest with(Framing otherFraming) {
        return new HttpRequest(method, target, headers, otherFraming);
    }

    /** The same with one more field. */
    public HttpRequest with(Header header) {
        List<Header> more = new ArrayList<>(headers);
        more.add(header);
        return new HttpRequest(method, target, more, framing);
    }

    /** The same without the fields of these names, which are in lower case. */
    public HttpRequest without(Set<String> names) {
        List<Header> fewer = headers.stream()
                .filter(header -> !names.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
        return new HttpRequest(method, target, fewer, framing);
    }

    /** The head that goes to the host: one request a connection, so that none can hide in another's content. */
    public HttpHead head(String authority) {
        List<Header> all = new ArrayList<>();
        all.add(new Header("Host", authority));
        all.addAll(headers);
        if (!(framing instanceof Framing.None)) {
            all.add(framing.header());
        }
        all.add(new Header("Connection", "close"));
        return new HttpHead(method + " " + target + " HTTP/1.1", all);
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(letter -> letter < 0x7F);
    }
}
