package dev.cloister.sandbox.remote;

import dev.cloister.sandbox.app.ServerDescription.Origin;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.spoke.NodeRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Asks a server elsewhere for its tools, once, when it is registered: by the bridge's own program. */
public final class RemoteTools {

    private static final int LONGEST_ANSWER = 4 << 20;
    private static final int LONGEST_REASON = 400;
    private static final long PATIENCE_SECONDS = 60;

    private RemoteTools() {}

    private static void endAfterPatience(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What the server says of its tools, each an object with name, description and input schema. Secrets are taken from
     * this process's environment.
     *
     * @param work a folder for the program
     * @throws dev.cloister.sandbox.SandboxException BUNDLE_INVALID where it cannot be reached or says no tools
     */
    public static Json.Arr of(Origin.Remote origin, NodeRuntime node, Path work) {
        Map<String, Json> headers = new TreeMap<>();
        origin.headers().forEach((field, value) -> headers.put(field, new Json.Str(value)));
        for (String secret : origin.secrets().keySet()) {
            if (System.getenv(secret) == null) {
                throw RemoteApp.invalid("it wants a secret to be asked for its tools. Set the variable " + secret
                        + " of the shell to it, which is kept nowhere, and try again");
            }
        }
        try {
            Path program = RemoteApp.copyBridge(work);
            Path reasons = work.resolve("reason.txt");
            ProcessBuilder builder = new ProcessBuilder(
                            node.executable().toString(),
                            program.toString(),
                            "--tools",
                            origin.address().toString(),
                            new Json.Obj(headers).text())
                    .redirectError(reasons.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> !name.equals("PATH") && !origin.secrets().containsKey(name));
            Process process = builder.start();
            Thread watch = Thread.ofPlatform().daemon().name("tools-watch").start(() -> endAfterPatience(process));
            try {
                process.getOutputStream().close();
                byte[] said = process.getInputStream().readNBytes(LONGEST_ANSWER);
                if (process.waitFor() != 0 || said.length == LONGEST_ANSWER) {
                    String reason = Files.readString(reasons);
                    reason = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
                    throw RemoteApp.invalid(reason.isEmpty() ? "it did not answer" : reason);
                }
                return new Json.Arr(Json.parseObject(new String(said, StandardCharsets.UTF_8))
                        .list("tools"));
            } finally {
                watch.interrupt();
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Node.js cannot be run, or " + work + " not be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RemoteApp.invalid("the question for its tools was interrupted");
        }
    }
}
