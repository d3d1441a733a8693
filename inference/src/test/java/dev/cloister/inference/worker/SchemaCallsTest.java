package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.TemporaryFolder;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.ToolUse.Choice;
import dev.cloister.inference.grammar.GrammarPart;
import dev.cloister.inference.grammar.RandomSchemas;
import dev.cloister.inference.tool.CallFormat;
import dev.cloister.inference.tool.CallGrammar;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Calls of tools with random parameters, each with no more tokens than its shortest one has bytes, and a few. */
class SchemaCallsTest {

    private static final int AT_ONCE = 12;
    private static final int LAYERS = 2;
    private static final int CONTEXT_TOKENS = 2048;
    private static final int SEQUENCES = 8;
    private static final Session SESSION = new Session("tenant", "user", "app");
    private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("Call a function."));

    private record Asked(ToolUse use, int budget, Generation answer) {}

    /** On the default model's first layers: they know nothing of schemas, so that the form alone keeps calls in form. */
    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everyCallFitsItsToolsSchemaWithinItsBudget(@ForAll long seed) throws IOException {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            WorkerSettings settings = RealWorker.shallow(folder.path(), LAYERS);
            assertEquals(List.of(), faults(settings, RandomSchemas.seeds(seed, 200)));
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theDefaultModelsCallsDoToo(@ForAll long seed) throws IOException {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            assertEquals(List.of(), faults(RealWorker.settings(folder.path()), RandomSchemas.seeds(seed, 12)));
        }
    }

    private static List<String> faults(WorkerSettings settings, long[] seeds) {
        Downloads.templateProgram();
        List<String> faults = new ArrayList<>();
        WorkerSettings roomy = settings.withContext(WorkerSettings.sensibleThreads(), CONTEXT_TOKENS, SEQUENCES);
        try (WorkerEngine engine = new WorkerEngine(roomy, new PlainLauncher())) {
            Deque<Asked> running = new ArrayDeque<>();
            for (long seed : seeds) {
                ToolUse use = use(seed);
                int budget = RandomSchemas.shortestBytes(form(use)) + (int) Math.floorMod(seed, 12);
                running.add(new Asked(
                        use,
                        budget,
                        engine.generate(GenerationRequest.of(
                                SESSION, new Prompt.Chat(QUESTION, use), Sampling.plain(seed), budget))));
                if (running.size() >= AT_ONCE) {
                    judge(running.remove(), faults);
                }
            }
            running.forEach(asked -> judge(asked, faults));
        }
        return faults;
    }

    /** One to three tools, one of which must be called, by its name in every third case. */
    private static ToolUse use(long seed) {
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < (Math.floorMod(seed, 8) == 0 ? 3 : 1); i++) {
            tools.add(new Tool("tool_" + i, "", RandomSchemas.ofParameters(seed + i)));
        }
        Choice choice =
                Math.floorMod(seed, 3) == 0 ? new Choice.Named(tools.getLast().name()) : new Choice.Required();
        return new ToolUse(tools, choice, Math.floorMod(seed, 2) == 0);
    }

    private static GrammarPart form(ToolUse use) {
        return new CallGrammar(CallFormat.GENERIC, text -> List.of(GrammarPart.literal(text)))
                .answer(use, Optional.empty())
                .orElseThrow();
    }

    private static void judge(Asked asked, List<String> faults) {
        try (Generation answer = asked.answer()) {
            while (answer.next().isPresent()) {
                // The call is in the completion.
            }
            Completion end = answer.completion();
            if (end.toolCalls().isEmpty()
                    || end.reason() != FinishReason.TOOL_CALLS
                    || end.completionTokens() > asked.budget()) {
                faults.add("%s after %d of %d tokens: %s for %s"
                        .formatted(end.reason(), end.completionTokens(), asked.budget(), end.toolCalls(), asked.use()));
            }
            end.toolCalls().forEach(call -> judge(call, asked.use(), faults));
        }
    }

    private static void judge(ToolCall call, ToolUse use, List<String> faults) {
        Optional<Tool> tool = use.tools().stream()
                .filter(one -> one.name().equals(call.tool()))
                .findFirst();
        boolean allowed = tool.isPresent()
                && (!(use.choice() instanceof Choice.Named named)
                        || named.tool().equals(call.tool()));
        String fault = allowed
                ? RandomSchemas.faults(tool.orElseThrow().parameters(), call.arguments())
                : "no such tool may be called";
        if (!fault.isEmpty()) {
            faults.add(fault + ": " + call + " for " + use);
        }
    }
}
