package dev.cloister.inference.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Retemplated;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.llama.NativeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The worker on the default model's weights with other templates. */
@Timeout(180)
class WorkerTemplateTest {

    private static final Session SESSION = new Session("tenant", "user", "app");
    private static final Tool WEATHER = new Tool(
            "get_weather",
            "Tells the weather of a city.",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"maxLength\":12}},\"required\":[\"city\"]}");

    /** Does to the renderer what the last message asks for. */
    private static final String HOSTILE = """
            {%- macro again(x) %}{{ again(x) }}{% endmacro -%}
            {%- set wish = messages[-1]['content'] -%}
            {%- if wish == 'loop' %}{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}
            {%- elif wish == 'recurse' %}{{ again(1) }}
            {%- elif wish == 'divide' %}{{ 1 is divisibleby(0) }}
            {%- elif wish == 'hoard' %}{{ range(1000000000) | length }}
            {%- elif wish == 'fail' %}{{ wish | no_such_filter }}
            {%- elif wish == 'refuse' %}{{ raise_exception('Roles must alternate.') }}
            {%- else %}{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}{{ '<|im_start|>assistant\n' }}
            {%- endif -%}
            """;

    @Test
    void survivesEveryTemplateWithoutHarmToOtherAnswers(@TempDir Path folder) throws IOException {
        try (WorkerEngine engine = start(folder, HOSTILE)) {
            long worker = engine.worker().pid();
            Generation neighbour = engine.generate(
                    GenerationRequest.of(SESSION, new Prompt.Text("1, 2, 3, 4,"), Sampling.greedy(), 400));
            assertTrue(neighbour.next().isPresent());
            for (String wish : List.of("recurse", "divide", "hoard", "fail", "loop")) {
                EngineException failure = assertThrows(EngineException.class, () -> read(engine, chat(wish)));
                assertEquals(Code.TEMPLATE_UNKNOWN, failure.code(), wish);
            }
            EngineException refused = assertThrows(EngineException.class, () -> read(engine, chat("refuse")));
            assertEquals(Code.INVALID_REQUEST, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("Roles must alternate."), refused.getMessage());
            assertTrue(
                    read(engine, chat("What is the capital of France?")).text().contains("Paris"));
            assertEquals(400, 1 + drain(neighbour).tokens());
            assertEquals(worker, engine.worker().pid());
        }
    }

    @Test
    void refusesATemplateThatCannotBeRead(@TempDir Path folder) throws IOException {
        try (WorkerEngine engine = start(folder, "{% for message in messages %}{{ message.content }")) {
            EngineException broken = assertThrows(EngineException.class, () -> read(engine, chat("Hi")));
            assertEquals(Code.TEMPLATE_UNKNOWN, broken.code());
            assertTrue(read(engine, GenerationRequest.of(SESSION, new Prompt.Text("1, 2, 3,"), Sampling.greedy(), 8))
                            .tokens()
                    > 0);
        }
    }

    @Test
    void callsInTheFormatsOfOtherModels(@TempDir Path folder) throws IOException {
        for (String name : List.of(
                "meta-llama-Llama-3.2-3B-Instruct",
                "mistralai-Mistral-Nemo-Instruct-2407",
                "deepseek-ai-DeepSeek-V3.1")) {
            String template = Files.readString(
                    Downloads.librarySource().resolve("models/templates").resolve(name + ".jinja"));
            try (WorkerEngine engine = start(folder, template)) {
                List<ChatMessage> question = List.of(ChatMessage.user("What is the weather in Rome?"));
                Answer answer = read(engine, request(question, new ToolUse.Choice.Required()));
                assertEquals(FinishReason.TOOL_CALLS, answer.end().reason(), name);
                assertEquals("", answer.text(), name);
                ToolCall call = answer.end().toolCalls().getFirst();
                assertEquals("get_weather", call.tool());
                assertTrue(
                        new ObjectMapper()
                                .readTree(call.arguments())
                                .path("city")
                                .isTextual(),
                        call.arguments());
                Answer next = read(
                        engine,
                        request(
                                List.of(
                                        question.getFirst(),
                                        ChatMessage.calling("", List.of(call)),
                                        ChatMessage.tool(call.id(), "It rains.")),
                                new ToolUse.Choice.Auto()));
                assertFalse(next.text().contains("get_weather\", \""), next.text());
            }
        }
    }

    private static GenerationRequest request(List<ChatMessage> messages, ToolUse.Choice choice) {
        return GenerationRequest.of(
                SESSION,
                new Prompt.Chat(messages, new ToolUse(List.of(WEATHER), choice, false)),
                Sampling.greedy(),
                400);
    }

    private static WorkerEngine start(Path folder, String template) throws IOException {
        Downloads.templateProgram();
        Path model = Retemplated.write(folder.resolve("model.gguf"), template);
        WorkerSettings settings = RealWorker.settings(folder, model, NativeFiles.sha256(model), 1024);
        return new WorkerEngine(settings, new PlainLauncher());
    }

    private static GenerationRequest chat(String text) {
        return GenerationRequest.of(SESSION, new Prompt.Chat(List.of(ChatMessage.user(text))), Sampling.greedy(), 16);
    }

    private record Answer(String text, int tokens, Completion end) {}

    private static Answer read(WorkerEngine engine, GenerationRequest request) {
        return drain(engine.generate(request));
    }

    private static Answer drain(Generation running) {
        StringBuilder text = new StringBuilder();
        int tokens = 0;
        try (running) {
            for (Optional<GeneratedToken> token = running.next(); token.isPresent(); token = running.next()) {
                text.append(token.get().text());
                tokens++;
            }
            return new Answer(text.toString(), tokens, running.completion());
        }
    }
}
