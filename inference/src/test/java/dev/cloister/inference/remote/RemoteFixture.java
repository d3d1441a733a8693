package dev.cloister.inference.remote;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.http.RawServer;
import dev.cloister.inference.http.RawServer.Answerer;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A server that answers as a test has it, an engine on it, and answers read to their end. */
abstract class RemoteFixture {

    static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n";
    static final ServerLimits PLAIN = new ServerLimits(ServerKind.OPENAI, 4096, 0, 0, false, false);
    static final ServerLimits RICH = new ServerLimits(ServerKind.LLAMA_SERVER, 4096, 2, 3, true, true);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path keys;

    static final Session SESSION = new Session("tenant", "alice", "v1");

    record Answer(List<GeneratedToken> tokens, Completion completion) {
        String text() {
            StringBuilder text = new StringBuilder();
            tokens.forEach(token -> text.append(token.text()));
            return text.toString();
        }
    }

    static GenerationRequest request() {
        return withSampling(Sampling.plain(1));
    }

    static GenerationRequest withSampling(Sampling sampling) {
        return GenerationRequest.of(SESSION, new Prompt.Chat(List.of(ChatMessage.user("Hello"))), sampling, 10);
    }

    Answer answer(RawServer server, ServerLimits limits, UnaryOperator<GenerationRequest> change) {
        try (RemoteEngine engine = engine(server, limits, new KeySource.None())) {
            return read(engine.generate(change.apply(request())));
        }
    }

    void refusedByName(RawServer server, String name, UnaryOperator<GenerationRequest> change) {
        try (RemoteEngine engine = engine(server, PLAIN, new KeySource.None())) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> engine.generate(change.apply(request())));
            assertEquals(Code.NOT_SUPPORTED, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains(name), refused::getMessage);
        }
    }

    EngineException failure(Answerer answerer) {
        try (RawServer server = new RawServer(answerer);
                RemoteEngine engine = engine(server, PLAIN, new KeySource.None())) {
            return assertThrows(EngineException.class, () -> read(engine.generate(request())));
        }
    }

    RemoteEngine engine(RawServer server, ServerLimits limits, KeySource key) {
        return engine(server, limits, key, Optional.empty());
    }

    RemoteEngine engine(RawServer server, ServerLimits limits, KeySource key, Optional<LocalTokenizer> tokenizer) {
        ServerSettings.Patience patience =
                new ServerSettings.Patience(Duration.ofMillis(800), Duration.ofMillis(800), Duration.ofSeconds(20));
        return new RemoteEngine(
                new ServerSettings(
                        "ours",
                        URI.create(server.address("/v1")),
                        "theirs",
                        new ServerKey(key, keys),
                        limits,
                        patience),
                new OneVector(),
                tokenizer);
    }

    private static final class OneVector implements Embedder {

        @Override
        public int[] wordPieces(List<String> texts) {
            return texts.stream().mapToInt(String::length).toArray();
        }

        @Override
        public List<float[]> embed(List<String> texts) {
            return texts.stream().map(text -> new float[] {1}).toList();
        }

        @Override
        public void close() {}
    }

    static Answer read(Generation generation) {
        try (generation) {
            List<GeneratedToken> tokens = new ArrayList<>();
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                tokens.add(token.get());
            }
            return new Answer(tokens, generation.completion());
        }
    }

    static void fine(RawServer.Request request, OutputStream out) throws IOException {
        RawServer.write(out, STREAM);
        event(out, "{\"choices\":[{\"delta\":{\"content\":\"fine\"},\"finish_reason\":\"stop\"}]}");
        event(out, "[DONE]");
    }

    static Answerer status(int status, String body) {
        return (request, out) -> RawServer.write(
                out,
                "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, body.length(), body));
    }

    static void event(OutputStream out, String data) throws IOException {
        RawServer.write(out, "data: " + data + "\r\n\r\n");
    }
}
