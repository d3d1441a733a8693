package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class InterruptionTest {

    private static final int TOKENS = 200;

    @Test
    void anInterruptedCallEndsAloneAndOthersGoOn(@TempDir Path folder) throws Exception {
        try (WorkerEngine engine = RealWorker.start(folder);
                Generation other = engine.generate(request("other"))) {
            assertTrue(other.next().isPresent());
            AtomicInteger given = new AtomicInteger();
            FutureTask<Void> calls = new FutureTask<>(
                    () -> {
                        for (int i = 0; i < 10; i++) {
                            Thread.currentThread().interrupt();
                            try (Generation own = engine.generate(request("impatient"))) {
                                given.addAndGet(own.next().isPresent() ? 1 : 0);
                            }
                            try {
                                // The reply may be here before the wait for it.
                                assertEquals(1, engine.tokenize("words").length);
                            } catch (EngineException e) {
                                assertEquals(EngineException.Code.ENGINE_UNAVAILABLE, e.code());
                            }
                        }
                    },
                    null);
            Thread impatient = Thread.ofPlatform().start(calls);
            int tokens = 1;
            while (other.next().isPresent()) {
                tokens++;
            }
            impatient.join();
            calls.get();
            assertEquals(other.completion().completionTokens(), tokens);
            assertTrue(tokens > TOKENS / 2, "the other answer came whole: " + tokens);
            assertEquals(0, given.get(), "nobody waits for who does not want to wait");
            assertEquals(0, engine.restarts());
            assertEquals(1, engine.tokenize("words").length);
        }
    }

    private static GenerationRequest request(String user) {
        return GenerationRequest.of(
                new Session("tenant", user, "app"), new Prompt.Text("Once upon a time"), Sampling.plain(5), TOKENS);
    }
}
