package dev.cloister.inference;

import org.junit.jupiter.api.Assumptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model and the native library that the tests run on. */
public final class Downloads {

    public static final String MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

    private Downloads() {}

    public static Path model() {
        return existing("models", "SmolLM2-135M-Instruct.Q4_1.gguf");
    }

    public static Path nativeDirectory() {
        return existing("native", "llama");
    }

    /** The headers and templates of exactly that library; nothing where programs cannot be compiled here. */
    public static Path librarySource() {
        templateProgram();
        return existing("native", "source-3.22.1");
    }

    /** The renderer of chat templates. A test that needs it is aborted, with the reason, where it cannot be compiled. */
    public static Path templateProgram() {
        return compiled("src/main/cpp/chat-template.cpp");
    }

    /** A program of ours, compiled by the set-up's own script where that has not been done. */
    public static synchronized Path compiled(String source) {
        Path module = Path.of("").toAbsolutePath();
        Path root = module.resolve("..").normalize();
        ProcessBuilder script = new ProcessBuilder(
                        "bash",
                        root.resolve("deploy/cli/compile.sh").toString(),
                        nativeDirectory().resolve("../..").normalize().toString(),
                        module.resolve(source).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        script.environment().put("CLOISTER_ROOT", root.toString());
        try {
            Process process = script.start();
            String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new AssertionError(source + " could not be compiled");
            }
            Assumptions.assumeFalse(
                    path.isEmpty(),
                    "NOT TESTED: a C++ compiler and git are needed (Debian: sudo apt-get install g++ git)");
            return Path.of(path);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path existing(String folder, String name) {
        String root = System.getenv().getOrDefault("CLOISTER_DOWNLOADS", "");
        Path path = Path.of(root, folder, name);
        if (root.isEmpty() || !Files.exists(path)) {
            throw new AssertionError("The tests need " + folder + "/" + name
                    + " below the folder that CLOISTER_DOWNLOADS names; run ./cloister test, which fetches it.");
        }
        return path;
    }
}
