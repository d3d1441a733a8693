package dev.cloister.gateway.benchmark;

import org.junit.jupiter.api.Test;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProcessMemoryTest {

    @Test
    void readsWhatThisJvmHolds() {
        ProcessMemory memory = new ProcessMemory(ProcessHandle.current());
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        long own = memory.resident(
                process -> process.id() == ProcessHandle.current().pid());
        assertTrue(own > used / 2, () -> own + " of " + used);
        assertEquals(0, memory.resident(process -> process.runs("java", "dev.cloister.nobody")));
    }

    @Test
    void countsTheProgramAndNotWhatWrapsIt() {
        List<String> inner = List.of("/opt/jdk/bin/java", "-cp", "a.jar", "dev.cloister.inference.worker.EngineWorker");
        assertTrue(new ProcessMemory.Seen(2, inner).runs("java", "dev.cloister.inference.worker"));
        List<String> wrapped = List.of("bwrap", "/opt/jdk/bin/java", "dev.cloister.inference.worker.EngineWorker");
        assertFalse(new ProcessMemory.Seen(3, wrapped).runs("java", "dev.cloister.inference.worker"));
    }
}
