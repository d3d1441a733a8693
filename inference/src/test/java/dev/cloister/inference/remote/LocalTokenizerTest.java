package dev.cloister.inference.remote;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.http.RawServer;
import dev.cloister.inference.worker.RealWorker;
import dev.cloister.inference.worker.WorkerEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** With a real worker on the default model as tokenizer. */
class LocalTokenizerTest extends RemoteFixture {

    private static final String TEXT = "The keeper read until the tide had turned; größer.";

    @TempDir
    private Path folder;

    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void tokensAreMadeHereByAWorkerThatStartsWhenItIsNeeded() throws IOException {
        WorkerEngine worker;
        try (RawServer server = new RawServer(RemoteFixture::fine);
                RemoteEngine engine =
                        engine(server, PLAIN, new KeySource.None(), Optional.of(new LocalTokenizer(this::start)))) {
            assertTrue(engine.capabilities().tokenizer());
            assertFalse(engine.capabilities().stages());
            assertEquals("fine", read(engine.generate(request())).text());
            assertEquals(0, starts.get(), "nobody asked for tokens");
            int[] tokens = engine.tokenize(TEXT);
            ByteArrayOutputStream spelled = new ByteArrayOutputStream();
            for (byte[] piece : engine.pieces(tokens)) {
                spelled.write(piece);
            }
            assertEquals(TEXT, spelled.toString(StandardCharsets.UTF_8));
            worker = started.orElseThrow();
            assertArrayEquals(worker.tokenize(TEXT), tokens);
            assertEquals("ours", engine.model().name());
            assertEquals("", engine.model().fileSha256(), "the weights lie elsewhere");
            assertEquals(worker.model().tokenizerSha256(), engine.model().tokenizerSha256());
            assertEquals(worker.model().vocabularySize(), engine.model().vocabularySize());
            assertEquals(
                    Code.NOT_SUPPORTED,
                    assertThrows(EngineException.class, () -> engine.score(ScoreRequest.of(SESSION, List.of(TEXT))))
                            .code());
            assertEquals(1, starts.get());
            assertEquals(1, server.requests().size(), "no text that was split was sent");
        }
        assertFalse(worker.worker().isAlive(), "closed with the engine");
    }

    @Test
    void aStartThatFailedIsSaidAndTriedAgain() {
        try (LocalTokenizer tokenizer = new LocalTokenizer(this::failThenStart)) {
            EngineException failed = assertThrows(EngineException.class, () -> tokenizer.tokenize(TEXT));
            assertEquals(Code.ENGINE_UNAVAILABLE, failed.code());
            assertTrue(tokenizer.tokenize(TEXT).length > 5);
        }
    }

    private Optional<WorkerEngine> started = Optional.empty();

    private WorkerEngine start() {
        starts.incrementAndGet();
        WorkerEngine worker = RealWorker.start(folder);
        started = Optional.of(worker);
        return worker;
    }

    private WorkerEngine failThenStart() {
        if (starts.getAndIncrement() == 0) {
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "no memory");
        }
        return RealWorker.start(folder);
    }
}
