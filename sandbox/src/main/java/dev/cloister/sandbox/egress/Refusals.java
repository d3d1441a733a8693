package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.http.Header;
import dev.cloister.sandbox.egress.http.HttpHead;
import dev.cloister.sandbox.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells an app why it was refused: a response of which the proxy, and no host, is the author. */
final class Refusals {

    /** The field that says so. */
    static final String FIELD = "Cloister-Egress";

    private Refusals() {}

    static void tell(EgressRefusal refusal, OutputStream out) throws IOException {
        byte[] content = Json.object()
                .with("error", refusal.verdict().name())
                .with("message", refusal.reason())
                .text()
                .getBytes(StandardCharsets.UTF_8);
        HttpHead head = new HttpHead(
                "HTTP/1.1 " + status(refusal.verdict()),
                List.of(
                        new Header(FIELD, refusal.verdict().name()),
                        new Header("Content-Type", "application/json"),
                        new Header("Content-Length", Integer.toString(content.length)),
                        new Header("Connection", "close")));
        out.write(head.bytes());
        out.write(content);
        out.flush();
    }

    private static String status(EgressVerdict verdict) {
        return switch (verdict) {
            case MALFORMED -> "400 Bad Request";
            case TOO_MUCH -> "429 Too Many Requests";
            case NAME_UNKNOWN, HOST_FAILED, SECRET_RETURNED, RESPONSE_PACKED, BROKEN_OFF -> "502 Bad Gateway";
            case TIMED_OUT -> "504 Gateway Timeout";
            default -> "403 Forbidden";
        };
    }
}
