package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.TemporaryFolder;
import dev.cloister.inference.grammar.RandomSchemas;
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

class SchemaAnswersTest {

    private static final int AT_ONCE = 8;
    private static final int LAYERS = 2;

    private record Asked(String schema, int budget, Generation answer) {}

    /** On the default model's first layers: they know nothing of schemas, so that the form alone keeps answers in form. */
    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everyAnswerFitsItsSchemaWithinItsBudget(@ForAll long seed) throws IOException {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            assertEquals(List.of(), faults(RealWorker.shallow(folder.path(), LAYERS), RandomSchemas.seeds(seed, 200)));
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theDefaultModelsAnswersDoToo(@ForAll long seed) throws IOException {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            assertEquals(List.of(), faults(RealWorker.settings(folder.path()), RandomSchemas.seeds(seed, 12)));
        }
    }

    private static List<String> faults(WorkerSettings settings, long[] seeds) {
        List<String> faults = new ArrayList<>();
        try (WorkerEngine engine = new WorkerEngine(settings, new PlainLauncher())) {
            Deque<Asked> running = new ArrayDeque<>();
            for (long seed : seeds) {
                String schema = RandomSchemas.of(seed);
                int budget = RandomSchemas.shortestAnswerBytes(schema) + (int) Math.floorMod(seed, 12);
                GenerationRequest request = GenerationRequest.of(
                                new Session("tenant", "user", "app"),
                                new Prompt.Chat(List.of(ChatMessage.user("Answer with some JSON."))),
                                Sampling.plain(seed),
                                budget)
                        .withJsonSchema(schema);
                running.add(new Asked(schema, budget, engine.generate(request)));
                if (running.size() >= AT_ONCE) {
                    judge(running.remove(), faults);
                }
            }
            running.forEach(asked -> judge(asked, faults));
        }
        return faults;
    }

    private static void judge(Asked asked, List<String> faults) {
        StringBuilder text = new StringBuilder();
        int tokens = 0;
        for (Optional<GeneratedToken> token = asked.answer().next();
                token.isPresent();
                token = asked.answer().next()) {
            text.append(token.get().text());
            tokens++;
        }
        String fault = RandomSchemas.faults(asked.schema(), text.toString());
        FinishReason reason = asked.answer().completion().reason();
        if (!fault.isEmpty() || reason != FinishReason.STOP || tokens > asked.budget()) {
            faults.add("%s: %s after %d of %d tokens (%s) for %s"
                    .formatted(fault, reason, tokens, asked.budget(), text, asked.schema()));
        }
    }
}
