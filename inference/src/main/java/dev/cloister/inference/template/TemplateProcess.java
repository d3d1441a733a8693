package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The process that renders templates. A template that loops, overflows the stack or asks for all memory ends this process
 * and one request; the next request starts another. It starts when it is first needed and ends with the worker.
 */
final class TemplateProcess implements AutoCloseable {

    /** The program gives up by itself before; this is for one that does not. */
    private static final long SECONDS = 15;

    private static final int LARGEST_REQUEST = 32 << 20;
    private static final int LARGEST_ANSWER = 4 * LARGEST_REQUEST;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;
    private Optional<Process> running = Optional.empty();

    TemplateProcess(Path program) {
        this.program = program;
    }

    /**
     * The program's answer.
     *
     * @throws EngineException TEMPLATE_UNKNOWN where the request ended the process
     */
    synchronized JsonNode ask(ObjectNode request) {
        Optional<Process> reused = running.filter(Process::isAlive);
        if (reused.isEmpty()) {
            running = Optional.of(start());
        }
        Process process = running.orElseThrow();
        CompletableFuture<Boolean> late =
                new CompletableFuture<Boolean>().completeOnTimeout(true, SECONDS, TimeUnit.SECONDS);
        CompletableFuture<Void> watch = late.thenAccept(overdue -> {
            if (overdue) {
                process.destroyForcibly();
            }
        });
        try {
            return exchange(process, request);
        } catch (IOException e) {
            process.destroyForcibly();
            running = Optional.empty();
            throw new EngineException(
                    Code.TEMPLATE_UNKNOWN,
                    "The model's chat template cannot be rendered: it used more than five seconds or a gibibyte, or broke its"
                            + " renderer. Nothing was generated; other chats go on. Choose another model, or send the"
                            + " prompt as plain text.",
                    e);
        } finally {
            late.complete(false);
            watch.join();
        }
    }

    @Override
    public synchronized void close() {
        running.ifPresent(Process::destroyForcibly);
        running = Optional.empty();
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("The renderer of chat templates could not be started", e);
        }
    }

    private static JsonNode exchange(Process process, ObjectNode request) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(request);
        if (bytes.length > LARGEST_REQUEST) {
            throw new EngineException(
                    Code.PROMPT_TOO_LONG, "The chat has %d bytes as JSON; shorten it.".formatted(bytes.length));
        }
        DataOutputStream out = new DataOutputStream(process.getOutputStream());
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
        DataInputStream in = new DataInputStream(process.getInputStream());
        int length = in.readInt();
        if (length < 0 || length > LARGEST_ANSWER) {
            throw new EOFException("the renderer sent no frame");
        }
        byte[] answer = in.readNBytes(length);
        if (answer.length < length) {
            throw new EOFException("the renderer ended in mid-frame");
        }
        return JSON.readTree(answer);
    }
}
