package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host's response.
 *
 * @param status from 200 on
 * @param reason its phrase
 * @param headers what goes on to the app, without framing
 * @param framing how its content ends
 * @param length what a response to HEAD says of its content's length, as it stands
 */
public record HttpResponse(int status, String reason, List<Header> headers, Framing framing, List<Header> length) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: (.*))?");
    private static final int MOST_INTERIM = 8;

    public HttpResponse {
        headers = List.copyOf(headers);
        length = List.copyOf(length);
    }

    /**
     * Reads the response to a request; interim ones are passed over.
     *
     * @throws EgressRefusal MALFORMED or TOO_MUCH
     */
    public static HttpResponse read(InputStream in, HeadReader reader, String method) throws IOException {
        for (int interim = 0; interim <= MOST_INTERIM; interim++) {
            HttpHead head = reader.read(in);
            Matcher line = STATUS_LINE.matcher(head.start());
            if (!line.matches()) {
                throw EgressRefusal.malformed("The host answered what is no HTTP/1.1.");
            }
            int status = Integer.parseInt(line.group(1));
            if (status == 101) {
                throw EgressRefusal.malformed("The host wants another protocol, which is not carried.");
            }
            if (status >= 200) {
                return of(head, status, line.group(2) == null ? "" : line.group(2), method);
            }
        }
        throw EgressRefusal.malformed("The host never came to its answer.");
    }

    private static HttpResponse of(HttpHead head, int status, String reason, String method) throws EgressRefusal {
        boolean empty = method.equals("HEAD") || status == 204 || status == 304;
        Framing framing = head.framing().orElse(new Framing.ToTheEnd());
        List<Header> length =
                empty && framing instanceof Framing.Length ? List.of(framing.header()) : List.<Header>of();
        return new HttpResponse(status, reason, head.forwarded(), empty ? new Framing.None() : framing, length);
    }

    /** Whether its content is packed, so that nothing can be found in it. */
    public boolean packed() {
        return headers.stream().filter(header -> header.is("content-encoding")).anyMatch(header -> !header.value()
                .equalsIgnoreCase("identity"));
    }

    /** The head that goes to the app. */
    public HttpHead head() {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(length);
        if (!(framing instanceof Framing.None)) {
            all.add(framing.header());
        }
        all.add(new Header("Connection", "close"));
        return new HttpHead("HTTP/1.1 " + status + " " + reason, all);
    }
}
