package dev.cloister.gateway.openai.model;

import dev.cloister.gateway.engine.DeferredEngine;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.EngineException;
import org.junit.jupiter.api.Test;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ServedModelsTest {

    @Test
    void sayThatAModelIsStartingInsteadOfWaitingForIt() {
        CountDownLatch started = new CountDownLatch(1);
        DeferredEngine engine = new DeferredEngine(() -> {
            await(started);
            throw new EngineException(EngineException.Code.MODEL_INVALID, "The file is truncated.");
        });
        ServedModels models = new ServedModels(engine);
        Refusal starting = assertThrows(Refusal.class, models::names);
        assertEquals(503, starting.problem().status());
        assertEquals("ENGINE_STARTING", starting.problem().code());
        assertEquals(Optional.of(Duration.ofSeconds(3)), starting.retryAfter());
        started.countDown();
        assertThrows(EngineException.class, engine::model);
        assertEquals(
                EngineException.Code.MODEL_INVALID,
                assertThrows(EngineException.class, models::names).code());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
