package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HttpHeadTest {

    private static final String START = "POST /v1/x?q=1 HTTP/1.1\r\nHost: api.example.org\r\n";

    @Test
    void readsARequestAndWritesItAnew() throws IOException {
        HttpRequest request = request(START
                + "Connection: close, X-Hop\r\nX-Hop: 1\r\nX-Kept:  a b \r\nContent-Length: 3\r\nUpgrade: h2c\r\n\r\n");

        assertEquals("POST", request.method());
        assertEquals(new RequestTarget("/v1/x", Optional.of("q=1")), request.target());
        assertEquals(
                "POST /v1/x?q=1 HTTP/1.1\r\nHost: api.example.org\r\nX-Kept: a b\r\nContent-Length: 3\r\n"
                        + "Connection: close\r\n\r\n",
                new String(request.head("api.example.org").bytes(), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                "Content-Length: 3\r\nContent-Length: 3\r\n\r\n",
                "Content-Length: 3, 3\r\n\r\n",
                "Content-Length: +3\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 0x3\r\n\r\n",
                "Content-Length: \r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n",
                "Transfer-Encoding: Chunked\r\n\r\n",
                "Transfer-Encoding: \u000Bchunked\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n",
                "Host: api.example.org\r\n\r\n",
                "Host: other.example.org\r\n\r\n",
                "X: a\r\n folded\r\n\r\n",
                "X: a\r\n\tfolded\r\n\r\n",
                " X: a\r\n\r\n",
                "X: a\nY: b\r\n\r\n",
                "X: a\rY: b\r\n\r\n",
                "X: a\u0000b\r\n\r\n",
                "X\r\n\r\n",
                ": a\r\n\r\n",
                "X(Y): a\r\n\r\n",
                "X: \u00e9\r\n\r\n",
                "Expect: something\r\n\r\n",
                "X-HTTP-Method-Override: DELETE\r\n\r\n",
                "X-Original-URL: /admin\r\n\r\n",
            })
    void refusesWhatTwoReadersCouldReadInTwoWays(String rest) {
        EgressRefusal refusal = assertThrows(EgressRefusal.class, () -> {
            HttpHead head = head(START + rest);
            HttpRequest.of(head, "api.example.org", 443, true);
            HttpRequest.waits(head);
        });
        assertEquals(EgressVerdict.MALFORMED, refusal.verdict());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0",
                "GET / HTTP/1.1 ",
                "GET  / HTTP/1.1",
                "get / HTTP/1.1",
                "TRACE / HTTP/1.1",
                "CONNECT api.example.org:443 HTTP/1.1",
                "GET http://other.example.org/ HTTP/1.1",
                "GET * HTTP/1.1",
                "GET /",
                "PRI * HTTP/2.0",
            })
    void refusesOtherFirstLines(String line) {
        EgressRefusal refusal =
                assertThrows(EgressRefusal.class, () -> request(line + "\r\nHost: api.example.org\r\n\r\n"));
        assertEquals(EgressVerdict.MALFORMED, refusal.verdict());
    }

    @Test
    void refusesAnEndlessHeadAndTooManyFields() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };
        assertEquals(
                EgressVerdict.TOO_MUCH,
                assertThrows(EgressRefusal.class, () -> reader().read(endless)).verdict());
        assertEquals(
                EgressVerdict.TOO_MUCH,
                assertThrows(EgressRefusal.class, () -> head(START + "a: b\r\n".repeat(200) + "\r\n"))
                        .verdict());
        assertThrows(EOFException.class, () -> head(START));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3;x=y\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "-3\r\nabc\r\n0\r\n\r\n",
                "0x3\r\nabc\r\n0\r\n\r\n",
                "\r\nabc\r\n0\r\n\r\n",
                "3\nabc\r\n0\r\n\r\n",
                "FFFFFFFFF\r\nabc\r\n0\r\n\r\n",
            })
    void refusesChunksThatAreNotWellFormed(String content) {
        EgressRefusal refusal = assertThrows(EgressRefusal.class, () -> copy(content));
        assertEquals(EgressVerdict.MALFORMED, refusal.verdict());
    }

    @Test
    void readsChunksAndNotAByteMore() throws IOException {
        ByteArrayInputStream in =
                new ByteArrayInputStream("3\r\nabc\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX: y\r\n\r\nnext"
                        .getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Content(in).copy(new Framing.Chunked(), out);

        assertEquals("abcabcdefghijklmnopqrstuvwxyz", out.toString(StandardCharsets.US_ASCII));
        assertEquals("next", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }

    @Property
    void takesAnyBytesApartOrRefusesThem(@ForAll @Size(max = 400) byte[] bytes) throws IOException {
        try {
            HttpHead head = reader().read(new ByteArrayInputStream(bytes));
            assertEquals(head, reader().read(new ByteArrayInputStream(head.bytes())));
        } catch (EgressRefusal | EOFException e) {
            assertTrue(e.getMessage() != null);
        }
    }

    @Property
    void whatPassesReadsTheSameAgain(@ForAll("lines") String text) throws IOException {
        HttpRequest request;
        try {
            request = request(text);
        } catch (EgressRefusal | EOFException e) {
            return;
        }
        HttpRequest again = HttpRequest.of(request.head("api.example.org"), "api.example.org", 443, true);
        assertEquals(request, again);
        assertEquals(-1, request.target().path().indexOf("/../"));
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> piece = Arbitraries.of(
                "GET ",
                "POST ",
                "/",
                "/a",
                "/..",
                "/%2e",
                "?q",
                " ",
                " HTTP/1.1",
                "\r\n",
                "\n",
                "\r",
                "Host: ",
                "api.example.org",
                "Content-Length: ",
                "Transfer-Encoding: ",
                "chunked",
                "3",
                ":",
                "X",
                "\t",
                "\u0000");
        return piece.list()
                .ofMaxSize(12)
                .map(pieces -> "GET /a HTTP/1.1\r\nHost: api.example.org\r\n" + String.join("", pieces) + "\r\n\r\n");
    }

    private static String copy(String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Content(new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII)))
                .copy(new Framing.Chunked(), out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static HttpRequest request(String text) throws IOException {
        return HttpRequest.of(head(text), "api.example.org", 443, true);
    }

    private static HttpHead head(String text) throws IOException {
        return reader().read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static HeadReader reader() {
        return new HeadReader(8192, 50);
    }
}
