package dev.cloister.gateway.running;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged gateway as a process of its own, on a free loopback port and a home that the caller gives. */
public final class GatewayProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Pattern PASSWORD = Pattern.compile("Password\\s+(\\S+)");

    private final Process process;
    private final int port;
    private final StringBuffer output = new StringBuffer();
    private final Thread reader;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts a gateway and waits until it answers; its engine may still be loading. */
    public static GatewayProcess start(Path home, Path downloads) {
        return start(port -> new ProcessBuilder(command("serve", home, downloads, port)));
    }

    /** The same with settings of its environment. */
    public static GatewayProcess start(Path home, Path downloads, Map<String, String> environment) {
        return start(port -> {
            ProcessBuilder builder = new ProcessBuilder(command("serve", home, downloads, port));
            builder.environment().putAll(environment);
            return builder;
        });
    }

    /** The same as the command line does it for root: the process is the one that keeps root, the gateway its child. */
    public static GatewayProcess startAsRoot(Path home, Path downloads) {
        return start(port -> asRoot(home, downloads, "serve", "--port", Integer.toString(port)));
    }

    private static GatewayProcess start(IntFunction<ProcessBuilder> how) {
        try {
            int port = freePort();
            GatewayProcess gateway =
                    new GatewayProcess(how.apply(port).redirectErrorStream(true).start(), port);
            gateway.await("a ready line", () -> gateway.output.indexOf("Cloister is ready at") >= 0);
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the gateway's command line to its end. */
    public static Result run(String command, Path home, Path downloads, int port, String... words) {
        List<String> line = new ArrayList<>(command(command, home, downloads, port));
        line.addAll(List.of(words));
        return toItsEnd(new ProcessBuilder(line));
    }

    /** Runs it as the command line does for root. */
    public static Result runAsRoot(Path home, Path downloads, String... words) {
        return toItsEnd(asRoot(home, downloads, words));
    }

    private static ProcessBuilder asRoot(Path home, Path downloads, String... words) {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<String> line = new ArrayList<>(
                List.of("bash", "-c", ". \"$CLOISTER_ROOT/deploy/cli/common.sh\"; gateway \"$@\"", "gateway"));
        line.addAll(List.of(words));
        line.addAll(List.of("--home", home.toString(), "--downloads", downloads.toString()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("CLOISTER_ROOT", root.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private static Result toItsEnd(ProcessBuilder builder) {
        try {
            Process process = builder.redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Exit status and all output of a command. */
    public record Result(int status, String output) {}

    /** The folder with the model and the native libraries. */
    public static Path downloads() {
        String folder = System.getenv("CLOISTER_DOWNLOADS");
        if (folder == null || !Files.isDirectory(Path.of(folder, "models"))) {
            throw new IllegalStateException(
                    "CLOISTER_DOWNLOADS names no folder with a model: run ./cloister test, which fetches it.");
        }
        return Path.of(folder);
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** The admin's password, if this start made it. */
    public Optional<String> password() {
        Matcher matcher = PASSWORD.matcher(output);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    public String output() {
        return output.toString();
    }

    /** Waits until the engine answers. */
    public GatewayProcess awaitReady() {
        await("readiness", () -> readiness() == 200);
        return this;
    }

    /** The status of the readiness check, or 0 where nothing answers. */
    public int readiness() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri().resolve("/q/health/ready").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The worker processes of the engine, seen from outside their sandbox. */
    public List<ProcessHandle> engineWorkers() {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("dev.cloister.inference.worker"))
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process at once, as a power cut would. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(String what, Condition condition) {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!condition.holds()) {
            try {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > limit) {
                    process.destroyForcibly();
                    throw new IllegalStateException("The gateway did not reach " + what + ":\n" + output);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
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

    private static List<String> command(String command, Path home, Path downloads, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-XX:+UseSerialGC",
                "-Xmx640m",
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar")
                        .toAbsolutePath()
                        .toString(),
                command,
                "--home",
                home.toString(),
                "--downloads",
                downloads.toString(),
                "--port",
                Integer.toString(port));
    }
}
