package dev.cloister.gateway.benchmark;

import dev.cloister.gateway.home.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway that this program was packaged with, started with this program's own JVM flags on a free port. */
final class GatewayProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final int POLL_MILLIS = 10;
    private static final int STOP_SECONDS = 30;
    private static final Pattern PASSWORD = Pattern.compile("Password\\s+(\\S+)");

    private final long started = System.nanoTime();
    private final Process process;
    private final URI uri;
    private final StringBuffer output = new StringBuffer();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final Thread stopper;

    private GatewayProcess(Home home, Path downloads, int port) throws IOException {
        process = new ProcessBuilder(command(home, downloads, port))
                .redirectErrorStream(true)
                .start();
        uri = URI.create("http://127.0.0.1:" + port);
        stopper = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopper);
        Thread.ofVirtual().start(this::read);
    }

    static GatewayProcess start(Home home, Path downloads) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            socket.close();
            return new GatewayProcess(home, downloads, port);
        } catch (IOException e) {
            throw new UncheckedIOException("The gateway could not be started", e);
        }
    }

    /** Waits until the readiness check holds, which is when a person can chat. */
    double secondsToReady() {
        await("readiness", this::ready);
        return (System.nanoTime() - started) / 1e9;
    }

    /** The admin's password, on the start that makes the home. */
    String password() {
        await("the admin's password", () -> PASSWORD.matcher(output).find());
        Matcher matcher = PASSWORD.matcher(output);
        return matcher.find() ? matcher.group(1) : "";
    }

    URI uri() {
        return uri;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Stops the gateway as Ctrl-C does and waits until it has ended, and its database and sandboxes after it. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            for (ProcessHandle child : children) {
                awaitEnd(child);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(stopper);
        http.close();
    }

    private static void awaitEnd(ProcessHandle child) throws InterruptedException {
        try {
            child.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            child.destroyForcibly();
            throw new IllegalStateException("Process " + child.pid() + " of the gateway outlived it", e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)
                        || System.nanoTime() - started > START_LIMIT.toNanos()) {
                    throw new IllegalStateException("The gateway did not reach " + what + ":\n" + output);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the gateway started", e);
        }
    }

    private boolean ready() {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
            }
        } catch (IOException ended) {
            output.append("(output closed)\n");
        }
    }

    private static List<String> command(Home home, Path downloads, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-jar", System.getProperty("java.class.path"), "serve"));
        command.addAll(List.of("--home", home.root().toString()));
        command.addAll(List.of("--downloads", downloads.toString()));
        command.addAll(List.of("--port", Integer.toString(port)));
        return command;
    }
}
