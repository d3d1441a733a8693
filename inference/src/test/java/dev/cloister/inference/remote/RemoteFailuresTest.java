package dev.cloister.inference.remote;

import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Generation;
import dev.cloister.inference.http.RawServer;
import dev.cloister.inference.http.RawServer.Answerer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RemoteFailuresTest extends RemoteFixture {

    @Test
    void saysWhatTheServersStatusMeans() {
        assertEquals(Code.SERVER_REFUSED, failure(status(401, "")).code());
        assertEquals(Code.SERVER_REFUSED, failure(status(403, "")).code());
        EngineException unknown = failure(status(404, "{\"error\":{\"message\":\"no model x\"}}"));
        assertEquals(Code.SERVER_REFUSED, unknown.code());
        assertTrue(String.valueOf(unknown.getMessage()).contains("no model x"));
        assertEquals(
                Code.INVALID_REQUEST,
                failure(status(400, "{\"error\":\"bad\\u0007field\"}")).code());
        assertEquals(
                Code.PROMPT_TOO_LONG,
                failure(status(400, "{\"error\":{\"message\":\"too much\",\"code\":\"context_length_exceeded\"}}"))
                        .code());
        assertEquals(Code.PROMPT_TOO_LONG, failure(status(413, "")).code());
        assertEquals(Code.SERVER_FAILED, failure(status(500, "<html>")).code());
        assertEquals(
                Code.SERVER_FAILED,
                failure(status(503, "{\"error\":{\"message\":\"Loading model\"}}"))
                        .code());
        assertEquals(
                Code.SERVER_REFUSED,
                failure(
                                (request, out) -> RawServer.write(
                                        out,
                                        "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                        .code());
    }

    @Test
    void aBusyServerSaysWhenToComeBack() {
        EngineException busy = failure((request, out) -> RawServer.write(
                out, "HTTP/1.1 429 X\r\nRetry-After: 17\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        assertEquals(Code.QUEUE_FULL, busy.code());
        assertEquals(Optional.of(Duration.ofSeconds(17)), busy.retryAfter());
        EngineException never = failure(
                (request, out) -> RawServer.write(
                        out,
                        "HTTP/1.1 429 X\r\nRetry-After: Sun, 06 Nov 2112 08:49:37 GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        assertEquals(Optional.of(Duration.ofHours(1)), never.retryAfter());
    }

    @Test
    void refusesGarbage() {
        for (String stream : List.of(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"choices\":[]}",
                STREAM + "data: {not json}\n\n",
                STREAM + "data: [1]\n\n",
                STREAM + "data: {\"error\":{\"message\":\"out of memory\"}}\n\n",
                STREAM
                        + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"content_filter\"}]}\n\n",
                STREAM
                        + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"x\",\"arguments\":\"{\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n",
                STREAM + "data: [DONE]\n\n",
                STREAM,
                "nonsense\r\n\r\n",
                "")) {
            assertEquals(
                    Code.SERVER_FAILED,
                    failure((request, out) -> RawServer.write(out, stream)).code(),
                    stream);
        }
    }

    @Property(tries = 100)
    void noStreamOfBytesDoesMoreThanFail(@ForAll @Size(max = 200) byte[] noise) {
        EngineException failed = failure((request, out) -> {
            RawServer.write(out, STREAM + "data: ");
            out.write(noise);
            RawServer.write(out, " .\n\n");
        });
        assertEquals(Code.SERVER_FAILED, failed.code());
    }

    @Test
    void keepsWhatCameBeforeABreak() {
        try (RawServer server = new RawServer((request, out) -> {
                    RawServer.write(out, STREAM);
                    event(out, "{\"choices\":[{\"delta\":{\"content\":\"half\"}}]}");
                });
                RemoteEngine engine = engine(server, PLAIN, new KeySource.None());
                Generation generation = engine.generate(request())) {
            assertEquals("half", generation.next().orElseThrow().text());
            assertEquals(
                    Code.SERVER_FAILED,
                    assertThrows(EngineException.class, generation::next).code());
            assertThrows(EngineException.class, generation::next);
        }
    }

    @Test
    void leavesAServerThatDripsOrSaysNothing() {
        CountDownLatch over = new CountDownLatch(1);
        Answerer drip = (request, out) -> {
            RawServer.write(out, STREAM + "data: {\"choices\":[{\"delta\":{\"content\":\"");
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                RawServer.write(out, "x");
            }
        };
        Answerer silence = (request, out) -> over.await();
        try {
            assertEquals(Code.SERVER_FAILED, failure(drip).code());
            assertEquals(Code.SERVER_FAILED, failure(silence).code());
        } finally {
            over.countDown();
        }
    }

    @Test
    void leavesAServerThatNeverStops() {
        EngineException failed = failure((request, out) -> {
            RawServer.write(out, STREAM);
            byte[] line = new byte[1 << 16];
            while (true) {
                out.write(line);
            }
        });
        assertTrue(String.valueOf(failed.getMessage()).contains("million bytes"), failed::getMessage);
    }

    @Test
    void aClosedAnswerClosesTheConnection() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, out) -> {
                    RawServer.write(out, STREAM);
                    try {
                        while (true) {
                            event(out, "{\"choices\":[{\"delta\":{\"content\":\"on and on \"}}]}");
                        }
                    } catch (IOException e) {
                        gone.countDown();
                    }
                });
                RemoteEngine engine = engine(server, PLAIN, new KeySource.None());
                Generation generation = engine.generate(request())) {
            assertTrue(generation.next().isPresent());
            generation.close();
            assertTrue(gone.await(10, TimeUnit.SECONDS), "the server sees that nobody listens");
            while (generation.next().isPresent()) {
                continue;
            }
            assertEquals(FinishReason.CANCELLED, generation.completion().reason());
        }
    }

    @Test
    void aServerThatIsDownIsSaid() {
        RawServer server = new RawServer(RemoteFixture::fine);
        server.close();
        try (RemoteEngine engine = engine(server, PLAIN, new KeySource.None())) {
            EngineException down = assertThrows(EngineException.class, () -> read(engine.generate(request())));
            assertEquals(Code.SERVER_REFUSED, down.code());
            assertTrue(String.valueOf(down.getMessage()).contains("cannot be reached"));
        }
    }
}
