package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A message's first line and header fields (RFC 9112).
 *
 * @param start the first line
 * @param headers the fields in their order
 */
public record HttpHead(String start, List<Header> headers) {

    /** Fields that speak of one connection only (RFC 9110, section 7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-authentication-info",
            "te",
            "trailer",
            "transfer-encoding",
            "content-length",
            "upgrade",
            "expect",
            "alt-svc",
            // The proxy's own word, which no host may say.
            "cloister-egress");

    public HttpHead {
        headers = List.copyOf(headers);
    }

    /** The values of all fields of that name. */
    public List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .toList();
    }

    /**
     * The value of a field that may stand once.
     *
     * @throws EgressRefusal MALFORMED where it stands twice
     */
    public Optional<String> one(String name) throws EgressRefusal {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw EgressRefusal.malformed("The header field " + name + " stands twice.");
        }
        return values.stream().findFirst();
    }

    /** The fields that are about the message itself and go on to the other side. */
    public List<Header> forwarded() {
        List<String> named = new ArrayList<>();
        for (String value : all("connection")) {
            for (String name : value.split(",", -1)) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return headers.stream()
                .filter(header -> !HOP_BY_HOP.contains(header.name().toLowerCase(Locale.ROOT)))
                .filter(header -> !named.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /**
     * How its content ends, where it has any (RFC 9112, section 6.3).
     *
     * @throws EgressRefusal MALFORMED where it could be read in two ways
     */
    Optional<Framing> framing() throws EgressRefusal {
        Optional<String> length = one("content-length");
        Optional<String> coding = one("transfer-encoding");
        if (length.isPresent() && coding.isPresent()) {
            throw EgressRefusal.malformed("Content-Length and Transfer-Encoding stand both.");
        }
        if (coding.isPresent()) {
            if (!coding.get().equals("chunked")) {
                throw EgressRefusal.malformed("Transfer-Encoding may be chunked only.");
            }
            return Optional.of(new Framing.Chunked());
        }
        if (length.isPresent()) {
            if (!length.get().matches("[0-9]{1,15}")) {
                throw EgressRefusal.malformed("Content-Length is no number.");
            }
            return Optional.of(new Framing.Length(Long.parseLong(length.get())));
        }
        return Optional.empty();
    }

    /** As it goes over the wire, with the empty line behind it. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(start).append("\r\n");
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
