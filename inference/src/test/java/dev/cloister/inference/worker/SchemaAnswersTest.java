package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.grammar.RandomSchemas;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SchemaAnswersTest {

    private static final int AT_ONCE = 8;

    private record Asked(String schema, int budget, Generation answer) {}

    @Provide
    Arbitrary<List<Long>> seeds() {
        return Arbitraries.longs()
                .withDistribution(RandomDistribution.uniform())
                .withoutEdgeCases()
                .list()
                .uniqueElements()
                .ofSize(200);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void everyAnswerFitsItsSchemaWithinItsBudget(@ForAll("seeds") List<Long> seeds) throws IOException {
        List<String> faults = new ArrayList<>();
        Path folder = Files.createTempDirectory("schemas");
        try (WorkerEngine engine = RealWorker.start(folder)) {
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
        assertEquals(List.of(), faults);
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
