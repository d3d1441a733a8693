package dev.cloister.inference.quantize;

import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec.Limits;
import dev.cloister.inference.llama.NativeFiles;
import dev.cloister.inference.llama.WeightType;
import dev.cloister.inference.score.Perplexity;
import dev.cloister.inference.worker.WorkerCommand;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Converts model files to other types of weights and measures what that costs. Each conversion is a process of its own,
 * since the library ends it where a file is hostile enough; a converted file appears under its name when it is whole.
 */
public final class Quantizer {

    /** Weights of two bits become at most 16 times as large. */
    private static final int LARGEST_GROWTH = 16;

    private static final long HEADER_BYTES = 64L << 20;

    private final WorkerSettings settings;
    private final ProcessLauncher launcher;

    /**
     * @param settings the JDK, class path, native library, folder and limits of the processes; its model is not used
     */
    public Quantizer(WorkerSettings settings, ProcessLauncher launcher) {
        this.settings = settings;
        this.launcher = launcher;
    }

    /**
     * Converts a file. From a type of few bits to one of more, nothing is gained but speed on some machines.
     *
     * @param source a GGUF file
     * @param target where the converted file is to lie; there must be none yet
     * @param limit how long it may take
     * @throws EngineException MODEL_INVALID when the source cannot be converted, INVALID_REQUEST when the target exists,
     *     ENGINE_UNAVAILABLE when the process could not be started or took too long; no target is left then
     */
    public QuantizedFile quantize(Path source, Path target, WeightType type, Duration limit) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || Files.exists(target)) {
            throw new EngineException(
                    Code.INVALID_REQUEST, target + " exists already; delete it or choose another name.");
        }
        try {
            Path work = Files.createTempDirectory(folder, "quantizing");
            try {
                Path made = work.resolve("model.gguf");
                convert(source.toAbsolutePath(), made, type, limit);
                Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(work.resolve("model.gguf"));
                Files.deleteIfExists(work);
            }
            return new QuantizedFile(target, NativeFiles.sha256(target), Files.size(target));
        } catch (IOException e) {
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The conversion could not be run: " + e.getMessage(), e);
        }
    }

    /**
     * Measures two files on the same tokens of a text.
     *
     * @param windows how many windows of the settings' context length are measured
     */
    public Loss loss(Path before, Path after, String text, int windows) {
        return new Loss(perplexity(before, text, windows), perplexity(after, text, windows));
    }

    private Perplexity perplexity(Path model, String text, int windows) {
        try (Engine engine = new WorkerEngine(
                settings.withModel(model, String.valueOf(model.getFileName()), NativeFiles.sha256(model)), launcher)) {
            return Perplexity.of(engine, text, settings.contextTokens(), windows);
        } catch (IOException e) {
            throw new EngineException(Code.MODEL_INVALID, model + " cannot be read.", e);
        }
    }

    private void convert(Path source, Path made, WeightType type, Duration limit) throws IOException {
        Limits usual = settings.limits();
        WorkerSettings around = settings.withModel(source, "quantizer", "")
                .withLimits(new Limits(
                        usual.memoryBytes(),
                        usual.processes(),
                        usual.cpu(),
                        usual.openFiles(),
                        LARGEST_GROWTH * Files.size(source) + HEADER_BYTES));
        List<String> arguments = List.of(
                settings.nativeDirectory().toString(),
                source.toString(),
                made.toString(),
                type.name(),
                Integer.toString(settings.threads()));
        Path folder = made.getParent();
        Process process = launcher.launch(WorkerCommand.of(
                around, "quantizer", QuantizeProcess.class, arguments, folder == null ? List.of() : List.of(folder)));
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new EngineException(
                        Code.ENGINE_UNAVAILABLE,
                        "The conversion took more than %d seconds and was ended.".formatted(limit.toSeconds()));
            }
            if (process.exitValue() != 0) {
                throw failed(source, process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The conversion was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static EngineException failed(Path source, Process process) throws IOException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.exitValue() != QuantizeProcess.REFUSED || said.isEmpty()) {
            return new EngineException(
                    Code.MODEL_INVALID,
                    "The library ended its process (status %d) while it converted %s; the file is damaged or of an unknown kind."
                            .formatted(process.exitValue(), source.getFileName()));
        }
        String last = said.substring(said.lastIndexOf('\n') + 1);
        int space = last.indexOf(' ');
        return new EngineException(Code.valueOf(last.substring(0, space)), last.substring(space + 1));
    }
}
