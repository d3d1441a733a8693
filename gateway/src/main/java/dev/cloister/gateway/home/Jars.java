package dev.cloister.gateway.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars that the gateway was packaged with, by artifact. Child processes get those they need and no more, so that a
 * sandbox sees little and starts fast.
 */
public final class Jars {

    private Jars() {}

    /** The engine's worker: inference and what it embeds with, and the stages of the watermark. */
    public static List<Path> ofEngine() {
        return startingWith(
                "dev.cloister.inference-",
                "dev.cloister.watermark-",
                "dev.langchain4j.",
                "com.microsoft.onnxruntime.",
                "ai.djl.",
                "com.fasterxml.jackson.",
                "com.google.code.gson.",
                "net.java.dev.jna.",
                "org.apache.commons.commons-compress-",
                "org.apache.commons.commons-lang3-",
                "org.jspecify.",
                "org.slf4j.slf4j-api-");
    }

    /** The document parser: retrieval, PDFBox and jsoup. */
    public static List<Path> ofParser() {
        return startingWith(
                "dev.cloister.retrieval-",
                "dev.cloister.inference-",
                "org.apache.pdfbox.",
                "org.jsoup.",
                "commons-logging.",
                "org.jspecify.");
    }

    /** A node of the federation by itself. */
    public static List<Path> ofNode() {
        return startingWith("dev.cloister.retrieval-", "org.bouncycastle.", "com.fasterxml.jackson.", "org.jspecify.");
    }

    /** An app's operator and the sandbox's self-test. */
    public static List<Path> ofSpoke() {
        return startingWith("dev.cloister.sandbox-", "dev.cloister.inference-", "org.jspecify.");
    }

    private static List<Path> startingWith(String... prefixes) {
        Path folder = libraries();
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(jar -> Stream.of(prefixes)
                            .anyMatch(prefix -> jar.getFileName().toString().startsWith(prefix)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of libraries " + folder + " cannot be read", e);
        }
    }

    private static Path libraries() {
        Path runner = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        return runner.resolveSibling("lib").resolve("main");
    }
}
