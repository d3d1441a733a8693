package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Computation;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.session.SchedulerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An answer made again from what the engine tells of itself and the request. */
@Timeout(180)
class ReplayTest {

    private static final GenerationRequest REQUEST = GenerationRequest.of(
            new Session("tenant", "user", "app"),
            new Prompt.Chat(List.of(ChatMessage.user("Tell of a lighthouse. ".repeat(12)))),
            Sampling.plain(4711).withTemperature(0.9),
            12);

    private record Token(int id, long logProbability) {}

    private record Answer(ModelInfo model, List<Token> tokens) {}

    @Test
    void givesTheSameTokensOnAnEngineSetUpAsTheRecordSays(@TempDir Path folder) {
        List<WorkerSettings> recorded = List.of(
                settings(folder).withThreads(2).withOptions(ModelOptions.DEFAULT.withKvType(KvType.Q8_0)),
                settings(folder).withScheduling(SchedulerSettings.DEFAULT.withChunkTokens(48)),
                settings(folder).withOptions(ModelOptions.DEFAULT.withReproducible(true)));
        for (WorkerSettings settings : recorded) {
            Answer first = answer(settings);
            assertTrue(first.tokens().size() > 4, "the answer is long enough to tell: " + first);
            ModelInfo model = first.model();
            Computation computation = model.computation().orElseThrow();
            assertEquals(
                    first,
                    answer(RealWorker.settings(folder).withComputation(computation, model.contextTokens())),
                    computation.toString());
        }
    }

    @Test
    void givesOtherBitsOnAnEngineThatComputesElsewise(@TempDir Path folder) {
        Answer first = answer(settings(folder));
        Answer other = answer(settings(folder).withOptions(ModelOptions.DEFAULT.withKvType(KvType.Q4_0)));
        assertNotEquals(first.model(), other.model());
        assertNotEquals(first.tokens(), other.tokens());
    }

    private static WorkerSettings settings(Path folder) {
        return RealWorker.settings(folder).withContext(1, 640, 2);
    }

    private static Answer answer(WorkerSettings settings) {
        List<Token> tokens = new ArrayList<>();
        try (WorkerEngine engine = new WorkerEngine(settings, new PlainLauncher());
                Generation running = engine.generate(REQUEST)) {
            for (Optional<GeneratedToken> token = running.next(); token.isPresent(); token = running.next()) {
                tokens.add(new Token(
                        token.get().id(), Double.doubleToRawLongBits(token.get().logProbability())));
            }
            return new Answer(engine.model(), tokens);
        }
    }
}
