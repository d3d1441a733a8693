package dev.cloister.inference;

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
