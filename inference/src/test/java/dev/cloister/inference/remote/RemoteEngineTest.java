package dev.cloister.inference.remote;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.Variant;
import dev.cloister.inference.http.RawServer;
import dev.cloister.inference.http.RawServer.Answerer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RemoteEngineTest {

    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n";
    private static final ServerLimits PLAIN = new ServerLimits(ServerKind.OPENAI, 4096, 0, 0, false, false);
    private static final ServerLimits RICH = new ServerLimits(ServerKind.LLAMA_SERVER, 4096, 2, 3, true, true);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path keys;

    @Test
    void streamsAnAnswerAndItsCost() {
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.write(out, STREAM + ": hello\r\n\r\nevent: message\r\n");
            event(out, "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
            event(out, "{\"choices\":[{\"delta\":{\"content\":\"Grü\"}}]}");
            event(out, "{\"choices\":[{\"delta\":{\"content\":\"ße\"}}]}");
            event(out, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
            event(
                    out,
                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":4}}}");
            event(out, "[DONE]");
        })) {
            Answer answer = answer(server, PLAIN, UnaryOperator.identity());
            assertEquals("Grüße", answer.text());
            assertEquals(new Completion(FinishReason.STOP, 7, 3, 4, List.of()), answer.completion());
            assertTrue(answer.tokens().stream()
                    .allMatch(token -> Double.isNaN(token.logProbability()) && token.id() == -1));
            assertEquals("/v1/chat/completions", server.requests().getFirst().path());
            assertEquals("", server.requests().getFirst().header("Authorization"));
            assertFalse(server.requests().getFirst().body().contains("alice"), "who asks is not told");
        }
    }

    @Test
    void readsLogProbabilitiesAndLikeliestTokens() {
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.write(out, STREAM);
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"content\":\"ab\"},\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"a\",\"bytes\":[97],\"logprob\":-0.5},{\"token\":\"z\",\"logprob\":-1}]},{\"token\":\"b\",\"logprob\":-0.25,\"top_logprobs\":[]}]},\"finish_reason\":\"length\"}]}");
            event(out, "[DONE]");
        })) {
            Answer answer = answer(server, RICH, request -> request.withTopLogProbabilities(2));
            assertEquals(
                    List.of("a", "b"),
                    answer.tokens().stream().map(GeneratedToken::text).toList());
            assertEquals(-0.5, answer.tokens().getFirst().logProbability());
            assertEquals(
                    List.of("a", "z"),
                    answer.tokens().getFirst().top().stream()
                            .map(top -> top.text())
                            .toList());
            assertEquals(FinishReason.LENGTH, answer.completion().reason());
        }
    }

    @Test
    void putsToolCallsTogetherFromTheirPieces() {
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.write(out, STREAM);
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"at\\\"\"}}]}}]}");
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}}]}");
            event(out, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
            event(out, "[DONE]");
        })) {
            ToolUse tools = new ToolUse(
                    List.of(new Tool("look", "looks", "{\"type\":\"object\"}")),
                    new ToolUse.Choice.Named("look"),
                    false);
            GenerationRequest asking = GenerationRequest.of(
                    SESSION, new Prompt.Chat(List.of(ChatMessage.user("look")), tools), Sampling.plain(1), 10);
            Answer answer = answer(server, RICH, request -> asking);
            assertEquals(
                    List.of(new ToolCall("c1", "look", "{\"at\":1}")),
                    answer.completion().toolCalls());
            assertEquals(FinishReason.TOOL_CALLS, answer.completion().reason());
            assertTrue(server.requests().getFirst().body().contains("\"tool_choice\":{\"type\":\"function\""));
        }
    }

    @Test
    void sendsWhatTheServerWasDeclaredToTake() {
        try (RawServer server = new RawServer(RemoteEngineTest::fine)) {
            Sampling sampling = Sampling.plain(1L << 40)
                    .withTopK(5)
                    .withMinP(0.1)
                    .withTypicalP(0.9)
                    .withRepetitionPenalty(1.2, 64)
                    .withLogitBias(Map.of(7, -3.0));
            answer(server, RICH, request -> GenerationRequest.of(SESSION, new Prompt.Text("Once"), sampling, 9)
                    .withStop(List.of("end"))
                    .withForm(new OutputForm.Gbnf("root ::= \"a\"")));
            String body = server.requests().getFirst().body();
            assertEquals("/v1/completions", server.requests().getFirst().path());
            for (String part : List.of(
                    "\"top_k\":5",
                    "\"min_p\":0.1",
                    "\"typical_p\":0.9",
                    "\"repeat_penalty\":1.2",
                    "\"logit_bias\":{\"7\":-3.0}",
                    "\"stop\":[\"end\"]",
                    "\"grammar\":",
                    "\"prompt\":\"Once\"",
                    "\"max_tokens\":9")) {
                assertTrue(body.contains(part), () -> part + " in " + body);
            }
        }
    }

    @Test
    void refusesByNameWhatTheServerWasNotDeclaredToDo() {
        try (RawServer server = new RawServer(RemoteEngineTest::fine)) {
            refusedByName(
                    server,
                    "green-list",
                    request -> request.withStages(List.of(new StageSpec("green-list", new byte[0]))));
            refusedByName(
                    server,
                    "adapters",
                    request -> request.withVariant(new Variant(List.of(new Variant.Weighted("law", 1)), List.of())));
            refusedByName(server, "likeliest tokens", request -> request.withTopLogProbabilities(1));
            refusedByName(server, "JSON Schema", request -> request.withJsonSchema("{}"));
            refusedByName(server, "regular expression", request -> request.withForm(new OutputForm.Regex("a")));
            refusedByName(server, "grammars", request -> request.withForm(new OutputForm.Gbnf("root ::= \"a\"")));
            refusedByName(
                    server,
                    "logit_bias",
                    request -> withSampling(Sampling.plain(1).withLogitBias(Map.of(1, 1.0))));
            refusedByName(
                    server, "top-k", request -> withSampling(Sampling.plain(1).withTopK(1)));
            refusedByName(
                    server, "min-p", request -> withSampling(Sampling.plain(1).withMinP(0.1)));
            refusedByName(
                    server,
                    "typical-p",
                    request -> withSampling(Sampling.plain(1).withTypicalP(0.1)));
            refusedByName(
                    server,
                    "repetition penalty",
                    request -> withSampling(Sampling.plain(1).withRepetitionPenalty(2, 64)));
            assertTrue(server.requests().isEmpty(), "nothing was sent");
            try (RemoteEngine engine = engine(server, PLAIN, new KeySource.None())) {
                assertEquals(
                        Code.NOT_SUPPORTED,
                        assertThrows(EngineException.class, () -> engine.tokenize("a"))
                                .code());
                Sampling nearest = engine.capabilities()
                        .nearest(Sampling.plain(1)
                                .withMinP(0.1)
                                .withTopK(3)
                                .withTypicalP(0.5)
                                .withRepetitionPenalty(1.1, 64));
                assertEquals(Sampling.plain(1), nearest);
                assertEquals(1, engine.embed(List.of("a")).size());
            }
        }
    }

    @Test
    void readsTheKeyFromAFileThatOthersCannotRead() throws IOException {
        Path file = Files.writeString(keys.resolve("hub"), "secret-key\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (RawServer server = new RawServer(RemoteEngineTest::fine);
                RemoteEngine engine = engine(server, PLAIN, new KeySource.InFile("hub"))) {
            read(engine.generate(request()));
            assertEquals("Bearer secret-key", server.requests().getFirst().header("Authorization"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            EngineException open = assertThrows(EngineException.class, () -> engine.generate(request()));
            assertEquals(Code.SERVER_REFUSED, open.code());
            assertFalse(String.valueOf(open.getMessage()).contains("secret-key"));
            assertEquals(1, server.requests().size());
        }
        try (RawServer server = new RawServer(RemoteEngineTest::fine);
                RemoteEngine engine = engine(server, PLAIN, new KeySource.Variable("CLOISTER_NO_SUCH_VARIABLE"))) {
            assertEquals(
                    Code.SERVER_REFUSED,
                    assertThrows(EngineException.class, () -> engine.generate(request()))
                            .code());
        }
    }

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
        RawServer server = new RawServer(RemoteEngineTest::fine);
        server.close();
        try (RemoteEngine engine = engine(server, PLAIN, new KeySource.None())) {
            EngineException down = assertThrows(EngineException.class, () -> read(engine.generate(request())));
            assertEquals(Code.SERVER_REFUSED, down.code());
            assertTrue(String.valueOf(down.getMessage()).contains("cannot be reached"));
        }
    }

    private static final Session SESSION = new Session("tenant", "alice", "v1");

    private record Answer(List<GeneratedToken> tokens, Completion completion) {
        String text() {
            StringBuilder text = new StringBuilder();
            tokens.forEach(token -> text.append(token.text()));
            return text.toString();
        }
    }

    private static GenerationRequest request() {
        return withSampling(Sampling.plain(1));
    }

    private static GenerationRequest withSampling(Sampling sampling) {
        return GenerationRequest.of(SESSION, new Prompt.Chat(List.of(ChatMessage.user("Hello"))), sampling, 10);
    }

    private Answer answer(RawServer server, ServerLimits limits, UnaryOperator<GenerationRequest> change) {
        try (RemoteEngine engine = engine(server, limits, new KeySource.None())) {
            return read(engine.generate(change.apply(request())));
        }
    }

    private void refusedByName(RawServer server, String name, UnaryOperator<GenerationRequest> change) {
        try (RemoteEngine engine = engine(server, PLAIN, new KeySource.None())) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> engine.generate(change.apply(request())));
            assertEquals(Code.NOT_SUPPORTED, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains(name), refused::getMessage);
        }
    }

    private EngineException failure(Answerer answerer) {
        try (RawServer server = new RawServer(answerer);
                RemoteEngine engine = engine(server, PLAIN, new KeySource.None())) {
            return assertThrows(EngineException.class, () -> read(engine.generate(request())));
        }
    }

    private RemoteEngine engine(RawServer server, ServerLimits limits, KeySource key) {
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
                new OneVector());
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

    private static Answer read(Generation generation) {
        try (generation) {
            List<GeneratedToken> tokens = new ArrayList<>();
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                tokens.add(token.get());
            }
            return new Answer(tokens, generation.completion());
        }
    }

    private static void fine(RawServer.Request request, OutputStream out) throws IOException {
        RawServer.write(out, STREAM);
        event(out, "{\"choices\":[{\"delta\":{\"content\":\"fine\"},\"finish_reason\":\"stop\"}]}");
        event(out, "[DONE]");
    }

    private static Answerer status(int status, String body) {
        return (request, out) -> RawServer.write(
                out,
                "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, body.length(), body));
    }

    private static void event(OutputStream out, String data) throws IOException {
        RawServer.write(out, "data: " + data + "\r\n\r\n");
    }
}
