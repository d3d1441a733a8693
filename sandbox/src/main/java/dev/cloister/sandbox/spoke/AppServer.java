package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.mcp.McpClient;
import java.io.IOException;
import java.util.List;

/**
 * The process of an app's MCP server, beside its operator.
 *
 * <p>It is asked in the newer way first. A server that ends of that, as small ones without a default case do, is started
 * once more and asked in the older way only.
 */
final class AppServer implements AutoCloseable {

    private final List<String> command;
    private Process process;

    private AppServer(List<String> command) throws IOException {
        this.command = command;
        this.process = launch(command);
    }

    static AppServer start(List<String> command) throws IOException {
        return new AppServer(command);
    }

    /**
     * Opens the conversation with it.
     *
     * @throws SandboxException where it does not come to one: APP_CRASHED, APP_FLOODS or APP_MISBEHAVES
     */
    McpClient connect() throws IOException {
        try {
            return McpClient.open(process.getInputStream(), process.getOutputStream());
        } catch (SandboxException e) {
            if (e.code() != SandboxException.Code.APP_CRASHED) {
                throw e;
            }
        }
        process.destroyForcibly();
        process = launch(command);
        return McpClient.initialize(process.getInputStream(), process.getOutputStream());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Process launch(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
