package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Retemplated;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.Shallow;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.grammar.RandomSchemas;
import dev.cloister.inference.llama.NativeFiles;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Calls whose arguments stand between tags, one template of each family, on the default model's first layers. */
@Timeout(180)
class TaggedCallsTest {

    private static final Session SESSION = new Session("tenant", "user", "app");
    private static final Tool WRITE = new Tool("write_file", "Writes a file.", """
            {"type":"object","properties":{
             "path":{"type":"string","pattern":"^[a-z]{1,8}\\\\.txt$"},
             "text":{"type":"string","maxLength":24,"description":"what it says"},
             "mode":{"type":"string","enum":["append","replace"]},
             "copies":{"type":"integer","minimum":1,"maximum":9},
             "draft":{"type":"boolean"},
             "tags":{"type":"array","items":{"type":"string","maxLength":6},"maxItems":2},
             "owner":OWNER},
             "required":["path","text","mode","copies"],
             "$defs":{"owner":{"type":["string","null"],"maxLength":6}}}""");

    /** This template computes with the type of each property and fails where it is elsewhere. */
    private static final String NEEDS_TYPES = "ByteDance-Seed-OSS";

    private static final Tool LIST = new Tool("list_files", "Lists files.", "");
    private static final Tool TOGETHER = new Tool(
            "pick",
            "Picks.",
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"minProperties\":1}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GLM-4.6",
                "poolside-Laguna-S-2.1",
                "Qwen3-Coder",
                "ByteDance-Seed-OSS",
                "MiniMax-M2",
                "deepseek-ai-DeepSeek-V3.2"
            })
    void callsFitTheirSchemas(String name, @TempDir Path folder) throws IOException {
        Downloads.templateProgram();
        String template = Files.readString(
                Downloads.librarySource().resolve("models/templates").resolve(name + ".jinja"));
        Path model = Shallow.write(
                Retemplated.write(folder.resolve("whole.gguf"), template), folder.resolve("model.gguf"), 2);
        WorkerSettings settings = RealWorker.settings(folder, model, NativeFiles.sha256(model), 2048);
        try (WorkerEngine engine = new WorkerEngine(settings, new PlainLauncher())) {
            String owner =
                    name.equals(NEEDS_TYPES) ? "{\"type\":\"string\",\"maxLength\":6}" : "{\"$ref\":\"#/$defs/owner\"}";
            Tool write = new Tool(
                    WRITE.name(), WRITE.description(), WRITE.parameters().replace("OWNER", owner));
            List<ChatMessage> turns = new ArrayList<>(List.of(ChatMessage.user("Write hello into a file.")));
            for (int seed = 0; seed < 2; seed++) {
                ToolCall call = call(engine, turns, write, seed);
                assertEquals("", RandomSchemas.faults(write.parameters(), call.arguments()), call::arguments);
                turns.addAll(List.of(
                        ChatMessage.calling("", List.of(call)),
                        ChatMessage.tool(call.id(), "Written."),
                        ChatMessage.user("Once more.")));
            }
            assertEquals("{}", call(engine, turns, LIST, 1).arguments());
            // What only holds of all arguments together cannot be said between tags: the generic form says it.
            assertEquals(
                    "",
                    RandomSchemas.faults(
                            TOGETHER.parameters(),
                            call(engine, turns, TOGETHER, 1).arguments()));
        }
    }

    private static ToolCall call(WorkerEngine engine, List<ChatMessage> turns, Tool tool, int seed) {
        ToolUse use = new ToolUse(List.of(tool), new ToolUse.Choice.Required(), false);
        try (Generation running = engine.generate(
                GenerationRequest.of(SESSION, new Prompt.Chat(turns, use), Sampling.plain(seed), 200))) {
            while (running.next().isPresent()) {
                // The call is in the completion.
            }
            Completion end = running.completion();
            assertEquals(FinishReason.TOOL_CALLS, end.reason());
            assertTrue(end.toolCalls().size() == 1, end.toString());
            assertEquals(tool.name(), end.toolCalls().getFirst().tool());
            return end.toolCalls().getFirst();
        }
    }
}
