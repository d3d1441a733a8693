package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Secrets;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import org.postgresql.Driver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The embedded PostgreSQL: a child process on a loopback port, SCRAM passwords only, its data under the home. It ends
 * with this process.
 */
public final class DatabaseServer implements AutoCloseable {

    private static final String USER = "cloister";
    private static final String DATABASE = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Optional<Process> process;
    private final int port;
    private final String password;

    private DatabaseServer(Optional<Process> process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /** Starts the server, making its data folder on the first start. */
    public static DatabaseServer start(Home home) {
        try {
            Path binaries = PostgresBinaries.unpack(home.database());
            String password = Secrets.hex(home.keys().resolve("database.password"));
            Path data = home.database().resolve("data");
            if (!Files.isDirectory(data)) {
                initialise(home, binaries, data, password);
            }
            stopLeftOver(home, binaries, data);
            int port = freePort();
            Path log = home.logs().resolve("postgresql.log");
            Process process = process(serverCommand(binaries, data, port))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            DatabaseServer server = new DatabaseServer(Optional.of(process), port, password);
            server.awaitReady(process, log);
            return server;
        } catch (IOException e) {
            throw new SetupException(Code.DATABASE_FAILED, "The embedded database did not start: " + e.getMessage(), e);
        }
    }

    /** The server that a running instance of this home has started, if there is one. */
    public static Optional<DatabaseServer> running(Home home) {
        try {
            Path pidFile = home.database().resolve("data").resolve("postmaster.pid");
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile);
            int port = Integer.parseInt(lines.get(3).strip());
            String password = Secrets.hex(home.keys().resolve("database.password"));
            DatabaseServer server = new DatabaseServer(Optional.empty(), port, password);
            server.probe();
            return Optional.of(server);
        } catch (IOException | SQLException | RuntimeException e) {
            return Optional.empty();
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    @Override
    public void close() {
        process.ifPresent(child -> {
            child.destroy();
            try {
                if (!child.waitFor(10, TimeUnit.SECONDS)) {
                    child.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void initialise(Home home, Path binaries, Path data, String password) throws IOException {
        Path partial = home.database().resolve("data.new");
        Path passwordFile = Files.createTempFile(home.keys(), "initdb", ".password");
        try {
            Files.writeString(passwordFile, password);
            Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
            deleteTree(partial);
            List<String> command = unprivileged();
            command.addAll(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "--pgdata=" + partial,
                    "--username=" + USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-instructions"));
            run(home, "initdb", command);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void stopLeftOver(Home home, Path binaries, Path data) throws IOException {
        if (running(home).isPresent()) {
            List<String> command = unprivileged();
            command.addAll(List.of(
                    binaries.resolve("bin/pg_ctl").toString(), "stop", "--pgdata=" + data, "--mode=fast", "--wait"));
            run(home, "pg_ctl", command);
        }
    }

    private static List<String> serverCommand(Path binaries, Path data, int port) {
        List<String> command = unprivileged();
        // The kernel interrupts the server (a fast shutdown) when the thread that started it ends.
        command.addAll(List.of("setpriv", "--pdeathsig", "INT", "--"));
        command.add(binaries.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=40",
                "shared_buffers=64MB",
                "timezone=UTC",
                "log_timezone=UTC")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    /** A process that inherits nothing of the gateway's environment. */
    private static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LANG", "C.UTF-8");
        return builder;
    }

    /** PostgreSQL refuses to run as root: a user namespace takes the name away, not the files. */
    private static List<String> unprivileged() {
        boolean root = "root".equals(System.getProperty("user.name"));
        return new ArrayList<>(root ? List.of("unshare", "--user", "--") : List.of());
    }

    private static void run(Home home, String name, List<String> command) throws IOException {
        Path log = home.logs().resolve(name + ".log");
        Process process = process(command).redirectOutput(log.toFile()).start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(name + " failed: " + Files.readString(log).strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(name + " was interrupted", e);
        }
    }

    private void awaitReady(Process child, Path log) throws IOException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            try {
                probe();
                return;
            } catch (SQLException notYet) {
                try {
                    if (child.waitFor(50, TimeUnit.MILLISECONDS)) {
                        throw new IOException("postgres ended with code " + child.exitValue() + "; see " + log);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
        child.destroyForcibly();
        throw new IOException("postgres was not ready within " + START_LIMIT.toSeconds() + " s; see " + log);
    }

    private void probe() throws SQLException {
        if (!Driver.isRegistered()) {
            Driver.register();
        }
        Properties login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password);
        login.setProperty("loginTimeout", "5");
        DriverManager.getConnection(jdbcUrl(), login).close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
