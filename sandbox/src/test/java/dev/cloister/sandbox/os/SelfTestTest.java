package dev.cloister.sandbox.os;

import org.junit.jupiter.api.Test;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SelfTestTest {

    @Test
    void findsEveryLayerInPlace() {
        List<LayerResult> results = SelfTest.run(BubblewrapLauncher.create(), JavaRuntime.current());

        assertEquals(
                Arrays.asList(Layer.values()),
                results.stream().map(LayerResult::layer).toList());
        for (LayerResult result : results) {
            assertFalse(result.keepsAppsOff(), result.line());
            assertTrue(result.holds() || !result.layer().mandatory(), result.line());
        }
    }

    @Test
    void noticesAProcessThatNothingProtects() throws Exception {
        JavaRuntime java = JavaRuntime.current();
        List<String> arguments = List.of(
                Long.toString(64L << 20),
                "/usr",
                "0",
                "net:"
                        + Files.readSymbolicLink(Path.of("/proc/self/ns/net"))
                                .toString()
                                .substring(4));
        List<String> command =
                new ArrayList<>(List.of("bwrap", "--ro-bind", "/", "/", "--proc", "/proc", "--tmpfs", "/tmp"));
        java.classPath().forEach(path -> command.addAll(List.of("--ro-bind", path.toString(), path.toString())));
        command.addAll(
                java.command(ProbeMain.class.getName(), List.of("--enable-native-access=ALL-UNNAMED"), arguments));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        TreeSet<Layer> noticed = new TreeSet<>();
        output.lines()
                .filter(line -> line.contains("\t"))
                .forEach(line -> noticed.add(Layer.valueOf(line.substring(0, line.indexOf('\t')))));
        TreeSet<Layer> expected = new TreeSet<>(Arrays.asList(Layer.values()));
        expected.removeAll(List.of(Layer.PROCESS_LIMIT, Layer.CPU_LIMIT, Layer.TOTAL_LIMIT));
        assertEquals(expected, noticed, output);
    }
}
