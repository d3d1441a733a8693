package dev.cloister.sandbox.remote;

import dev.cloister.sandbox.app.ServerDescription.Origin;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.spoke.NodeRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
            Process process = new ProcessBuilder(
                            node.executable().toString(),
                            program.toString(),
                            "--tools",
                            origin.address().toString(),
                            new Json.Obj(headers).text())
                    .start();
            try {
                process.getOutputStream().close();
                byte[] said = process.getInputStream().readNBytes(LONGEST_ANSWER);
                String reason = new String(process.getErrorStream().readNBytes(LONGEST_REASON), StandardCharsets.UTF_8);
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw RemoteApp.invalid(reason.isEmpty() ? "it did not answer" : reason);
                }
                return new Json.Arr(Json.parseObject(new String(said, StandardCharsets.UTF_8))
                        .list("tools"));
            } finally {
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
