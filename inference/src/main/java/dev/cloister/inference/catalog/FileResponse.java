package dev.cloister.inference.catalog;

import dev.cloister.inference.http.ByteFeed;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's answer to a request for a file or its rest.
 *
 * @param sha256 what this answer or a redirect before it said of the whole file's SHA-256
 */
record FileResponse(HttpResponse<ByteFeed> response, Optional<String> sha256) {

    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

    int status() {
        return response.statusCode();
    }

    /** What a later request can name this very file by; weak tags cannot (RFC 9110, section 13.1.5). */
    Optional<String> validator() {
        HttpHeaders headers = response.headers();
        return headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> headers.firstValue("Last-Modified"));
    }

    /** Where the content begins in the file; only of a partial answer whose range makes sense. */
    OptionalLong from() {
        Matcher range = RANGE.matcher(header("Content-Range"));
        return range.matches() ? OptionalLong.of(Long.parseLong(range.group(1))) : OptionalLong.empty();
    }

    /** The whole file's size, as far as the server says it. */
    OptionalLong total() {
        Matcher range = RANGE.matcher(header("Content-Range"));
        if (range.matches()) {
            return OptionalLong.of(Long.parseLong(range.group(3)));
        }
        Matcher unsatisfied = UNSATISFIED.matcher(header("Content-Range"));
        if (unsatisfied.matches()) {
            return OptionalLong.of(Long.parseLong(unsatisfied.group(1)));
        }
        return status() == 200 ? response.headers().firstValueAsLong("Content-Length") : OptionalLong.empty();
    }

    /** Whether the content was changed for the way, so that its bytes are not the file's. */
    boolean encoded() {
        String encoding = header("Content-Encoding").toLowerCase(Locale.ROOT);
        return !encoding.isEmpty() && !encoding.equals("identity");
    }

    /** What headers say of the whole file's SHA-256: RFC 9530, or a hub's tag of a file that it stores elsewhere. */
    static Optional<String> announced(HttpHeaders headers) {
        Matcher digest = DIGEST.matcher(headers.firstValue("Repr-Digest").orElse(""));
        if (digest.find()) {
            return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(digest.group(1))));
        }
        return headers.firstValue("X-Linked-ETag")
                .or(() -> headers.firstValue("X-Checksum-Sha256"))
                .map(tag -> tag.replace("\"", ""))
                .filter(tag -> HEX.matcher(tag).matches())
                .map(tag -> tag.toLowerCase(Locale.ROOT));
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    void discard() {
        response.body().close();
    }
}
