package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.GVisorTier;
import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.os.HostUser;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.PipedTier;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.starter.GatewayView.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What root runs: gives the home to the gateway's user, starts the gateway as that user, starts sandboxes for it, and ends
 * with it. It reads no text of users, apps or models: of the gateway's, requests for sandboxes alone.
 */
public final class StarterMain {

    private static final long STOP_SECONDS = 25;

    private static final Pattern PASSED_ON =
            Pattern.compile("PATH|LANG|LC_[A-Z]+|TZ|TERM|JAVA_HOME|CLOISTER_[A-Z_]+|QUARKUS_[A-Z0-9_]+");

    private StarterMain() {}

    /** Runs until the gateway ends, with its exit status; see {@link StarterArguments}. */
    public static void main(String... words) throws InterruptedException {
        try {
            run(StarterArguments.parse(List.of(words)));
        } catch (SandboxException e) {
            System.err.println("cloister: " + e.code() + ": " + e.getMessage());
            System.exit(1);
        } catch (NoSuchFileException e) {
            System.err.println(
                    "cloister: FILE_FAILED: there is no " + e.getMessage() + ". The gateway was not started.");
            System.exit(1);
        } catch (IOException e) {
            System.err.println("cloister: FILE_FAILED: " + e.getMessage() + ". The gateway was not started.");
            System.exit(1);
        }
    }

    private static void run(StarterArguments arguments) throws IOException, InterruptedException {
        GatewayUser user = GatewayUser.of(Files.readAllLines(Path.of("/etc/passwd")), HostUser.current());
        new HomeFolders(arguments.home(), user).settle(arguments.serves());
        StarterFolder folder = StarterFolder.make(user);
        Path own = folder.own();
        OperatorFiles files =
                new OperatorFiles(Files.createDirectory(folder.path().resolve("c")), own.resolve("written"));
        Files.setAttribute(files.copies(), "unix:mode", 0711);

        List<Path> programs = programs(arguments);
        HostCalls calls = new HostCalls();
        PinnedPath out = PinnedPath.open(calls, arguments.out().orElse(folder.path()));
        view(arguments, programs, files, folder).enter(calls, user);
        StarterSocket socket =
                StarterSocket.listen(folder.path(), own, places(arguments, programs, own, user), tiers());
        ProcessBuilder builder = new ProcessBuilder(GatewayCommand.of(user, program(arguments, folder)))
                .directory(Path.of("").toAbsolutePath().toFile())
                .inheritIO();
        if (arguments.serves()) {
            // It asks the operator nothing, and needs nothing that the operator's shell knows.
            builder.redirectInput(Path.of("/dev/null").toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> !PASSED_ON.matcher(name).matches());
        }
        Process gateway = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, socket, folder)));
        int status = gateway.waitFor();
        if (status == 0 && arguments.out().isPresent()) {
            files.fetch(calls, out, into(arguments.words()), user);
        }
        System.exit(status);
    }

    /** The name of the file that the operator wants. */
    private static Optional<String> into(List<String> words) {
        int at = words.indexOf("--into");
        return at < 0 || at + 1 >= words.size()
                ? Optional.empty()
                : Optional.ofNullable(Path.of(words.get(at + 1)).getFileName()).map(Path::toString);
    }

    private static List<String> program(StarterArguments arguments, StarterFolder folder) {
        List<String> program = new ArrayList<>();
        program.addAll(List.of("env", "HOME=" + folder.own(), "TMPDIR=" + folder.own()));
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(arguments.options());
        program.add("-D" + Sandboxes.SOCKET + "=" + StarterSocket.path(folder.path()));
        program.add("-Djava.io.tmpdir=" + folder.own());
        program.add("-Duser.home=" + System.getProperty("user.home"));
        program.addAll(List.of("-jar", arguments.jar().toString()));
        program.addAll(arguments.words());
        return program;
    }

    /** What sandboxes run, and the gateway itself. */
    private static List<Path> programs(StarterArguments arguments) {
        List<Path> programs = new ArrayList<>();
        Path java = Path.of(System.getProperty("java.home"));
        programs.add(java);
        new JavaRuntime(java, List.of()).mounts().forEach(mount -> programs.add(mount.host()));
        programs.add(arguments.jar().resolveSibling(""));
        programs.add(arguments.downloads().resolve("native"));
        programs.add(arguments.home().resolve("native"));
        try {
            NodeRuntime.find().mounts().stream().map(Mount::host).forEach(programs::add);
        } catch (SandboxException e) {
            // Without Node.js apps stay off, and the gateway says so.
        }
        return programs.stream().distinct().filter(Files::exists).toList();
    }

    private static Places places(StarterArguments arguments, List<Path> programs, Path own, GatewayUser user) {
        Path home = arguments.home();
        return new Places(
                programs,
                List.of(
                        home.resolve("models"),
                        home.resolve("spokes"),
                        arguments.downloads().resolve("models"),
                        own),
                List.of(home.resolve("run"), home.resolve("models"), own),
                user);
    }

    private static GatewayView view(
            StarterArguments arguments, List<Path> programs, OperatorFiles files, StarterFolder folder)
            throws IOException {
        Path working = Path.of("").toAbsolutePath();
        List<Shown> shown = new ArrayList<>();
        programs.forEach(program -> shown.add(Shown.readable(program)));
        Path models = arguments.downloads().resolve("models");
        if (!arguments.downloads().equals(arguments.home()) && Files.exists(models)) {
            shown.add(Shown.readable(models));
        }
        shown.add(Shown.writable(arguments.home()));
        List<Path> known = shown.stream().map(Shown::at).toList();
        if (arguments.out().isPresent()) {
            shown.add(files.target(arguments.out().get(), folder.user()));
        }
        shown.addAll(GatewayCommand.names(folder.user(), folder.path()));
        shown.addAll(files.named(new HostCalls(), arguments.words(), working, known));
        return new GatewayView(shown, working);
    }

    /** Bubblewrap's is made before the gateway starts: where control groups are version 2, all of Cloister moves for it. */
    private static Function<Kind, PipedTier> tiers() {
        Map<Kind, PipedTier> made = new EnumMap<>(Kind.class);
        made.put(Kind.STANDARD, BubblewrapLauncher.create());
        return kind -> {
            synchronized (made) {
                return made.computeIfAbsent(kind, missing -> GVisorTier.create());
            }
        };
    }

    private static void stop(Process gateway, StarterSocket socket, StarterFolder folder) {
        try {
            gateway.destroy();
            if (!gateway.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                gateway.destroyForcibly().waitFor();
            }
            socket.close();
            folder.close();
        } catch (IOException e) {
            System.err.println("cloister: FILE_FAILED: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
