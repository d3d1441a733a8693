package dev.cloister.inference.remote;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.Variant;
import dev.cloister.inference.http.RawServer;
import org.junit.jupiter.api.Test;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RemoteEngineTest extends RemoteFixture {

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
        try (RawServer server = new RawServer(RemoteFixture::fine)) {
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
        try (RawServer server = new RawServer(RemoteFixture::fine)) {
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
        try (RawServer server = new RawServer(RemoteFixture::fine);
                RemoteEngine engine = engine(server, PLAIN, new KeySource.InFile("hub"))) {
            read(engine.generate(request()));
            assertEquals("Bearer secret-key", server.requests().getFirst().header("Authorization"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            EngineException open = assertThrows(EngineException.class, () -> engine.generate(request()));
            assertEquals(Code.SERVER_REFUSED, open.code());
            assertFalse(String.valueOf(open.getMessage()).contains("secret-key"));
            assertEquals(1, server.requests().size());
        }
        try (RawServer server = new RawServer(RemoteFixture::fine);
                RemoteEngine engine = engine(server, PLAIN, new KeySource.Variable("CLOISTER_NO_SUCH_VARIABLE"))) {
            assertEquals(
                    Code.SERVER_REFUSED,
                    assertThrows(EngineException.class, () -> engine.generate(request()))
                            .code());
        }
    }
}
