package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.http.Addresses;
import dev.cloister.inference.http.ByteFeed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks for files and follows redirects, each of which must lead to an address that may be called. */
final class FileRequests implements AutoCloseable {

    private static final int MOST_REDIRECTS = 5;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);

    private final Duration headerLimit;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    FileRequests(Duration headerLimit) {
        this.headerLimit = headerLimit;
    }

    /**
     * Asks for a file.
     *
     * @param from the first byte that is wanted; 0 for the whole file
     * @param validator names the file that the bytes before are of
     */
    FileResponse get(URI address, long from, Optional<String> validator) throws IOException {
        URI at = address;
        Optional<String> sha256 = Optional.empty();
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<ByteFeed> response = send(at, from, validator);
            sha256 = sha256.or(() -> FileResponse.announced(response.headers()));
            switch (response.statusCode()) {
                case 301, 302, 303, 307, 308 -> {
                    response.body().close();
                    at = target(address, at, response);
                }
                default -> {
                    return new FileResponse(response, sha256);
                }
            }
        }
        throw refused(address, "it redirects more than %d times".formatted(MOST_REDIRECTS));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpResponse<ByteFeed> send(URI address, long from, Optional<String> validator) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(headerLimit)
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "cloister");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
            validator.ifPresent(known -> request.header("If-Range", known));
        }
        try {
            return client.send(request.build(), ByteFeed.handler());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the download was interrupted", e);
        }
    }

    private static URI target(URI typed, URI from, HttpResponse<?> response) {
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> refused(from, "it redirects without saying where"));
        try {
            URI target = from.resolve(location);
            Addresses.redirectRefusal(typed, target).ifPresent(why -> {
                throw refused(from, "it redirects to an address that may not be called (" + why + ")");
            });
            return target;
        } catch (IllegalArgumentException e) {
            throw new CatalogException(
                    Code.DOWNLOAD_REFUSED,
                    "The server of %s redirects to what is no address. Nothing was installed.".formatted(shown(from)),
                    e);
        }
    }

    static CatalogException refused(URI address, String why) {
        return new CatalogException(
                Code.DOWNLOAD_REFUSED,
                "The server of %s did not send the file: %s. Nothing was installed.".formatted(shown(address), why));
    }

    /** An address without what may open it. */
    static String shown(URI address) {
        return Addresses.shown(address.toString());
    }
}
