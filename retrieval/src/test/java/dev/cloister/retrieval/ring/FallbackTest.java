package dev.cloister.retrieval.ring;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Without vector instructions, or without their module, scalar code gives the same scores and says so. */
final class FallbackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Dno.module",
                "--add-modules=jdk.incubator.vector -XX:-UseFMA",
                "--add-modules=jdk.incubator.vector -XX:MaxVectorSize=16"
            })
    void scalarCodeTakesOver(String options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ScoresProgram.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.strip().endsWith("right"), said);
        assertTrue(said.contains("runs in scalar code"), said);
    }
}
