package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.SandboxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class BubblewrapLauncherTest {

    @TempDir
    private Path folder;

    @Test
    void runsAParserFromStandardInputToStandardOutput() throws Exception {
        Cell.Outcome outcome = Cell.plain().java(UpperCaseMain.class, "a document");

        assertEquals("A DOCUMENT", outcome.output(), outcome.errors());
        assertEquals(0, outcome.status());
    }

    @Test
    void reachesAUnixSocketOfAMountedFolderAndNoTcpPort() throws Exception {
        Path socket = folder.resolve("engine.sock");
        try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unix.bind(UnixDomainSocketAddress.of(socket));
            String port = Integer.toString(tcp.getLocalPort());

            Cell.Outcome outcome =
                    Cell.plain().writing(folder).withUnixSockets().java(SocketMain.class, "", socket.toString(), port);

            assertEquals("tcp refused\n", outcome.output(), outcome.errors());
            try (SocketChannel accepted = unix.accept()) {
                ByteBuffer received = ByteBuffer.allocate(16);
                accepted.read(received);
                assertEquals("unix ", new String(received.array(), 0, received.position(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void makesNoUnixSocketWhereNoneIsGranted() throws Exception {
        Cell.Outcome outcome = Cell.plain().writing(folder).java(SocketMain.class, "", folder + "/x", "1");

        assertEquals("unix refused\ntcp refused\n", outcome.output(), outcome.errors());
    }

    @Test
    void writesAWritableFolderAndNotAReadableOne() throws Exception {
        Path readable = Files.createDirectory(folder.resolve("readable"));
        Path writable = Files.createDirectory(folder.resolve("writable"));
        Files.writeString(readable.resolve("in.txt"), "given");

        Cell.Outcome outcome = Cell.plain()
                .reading(readable)
                .writing(writable)
                .shell("cat " + readable + "/in.txt > " + writable + "/out.txt; echo x > " + readable + "/no.txt");

        assertEquals("given", Files.readString(writable.resolve("out.txt")), outcome.errors());
        assertFalse(Files.exists(readable.resolve("no.txt")));
        assertNotEquals(0, outcome.status());
    }

    @Test
    void mountsWhatLiesBelowAClosedFolder() throws Exception {
        Path home = Files.createDirectory(
                folder.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path model = Files.writeString(home.resolve("model.bin"), "weights");
        Files.writeString(home.resolve("secret.txt"), "secret");

        Cell.Outcome outcome = Cell.plain().reading(model).shell("cat " + home + "/*");

        assertEquals("weights", outcome.output(), outcome.errors());
    }

    @Test
    void saysWhichMountTheSandboxCannotRead() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));

        SandboxException refusal = assertThrows(
                SandboxException.class, () -> Cell.plain().reading(closed).shell("true"));

        assertEquals(SandboxException.Code.SPEC_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains("chmod o+rx " + closed), refusal.getMessage());
    }

    @Test
    void refusesToMountTheWholeHost() {
        for (String path : List.of("/", "/proc", "/dev/shm", "/run", "relative", "/tmp/..")) {
            SandboxException refusal = assertThrows(
                    SandboxException.class,
                    () -> Cell.plain().reading(Path.of(path)).shell("true"));
            assertEquals(SandboxException.Code.SPEC_INVALID, refusal.code(), path);
        }
    }

    @Test
    void endsGrandchildrenWhenItIsDestroyed() throws Exception {
        // A duration that no other run has, whose sleepers would be counted too.
        String seconds = Integer.toString(ThreadLocalRandom.current().nextInt(100_000, 1_000_000));
        Process process = Cell.plain()
                .start(
                        "/bin/sh",
                        "-c",
                        "(setsid sleep %1$s & setsid sh -c 'sleep %1$s'& echo up; wait)".formatted(seconds));
        assertEquals("up", firstLine(process));
        await(() -> sleepers(seconds) == 2);

        process.destroyForcibly();

        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        await(() -> sleepers(seconds) == 0);
    }

    @Test
    void outlivesTheThreadThatStartedIt() throws Exception {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread starter = Thread.ofPlatform().start(() -> {
            try {
                started.complete(Cell.plain().start("/bin/sh", "-c", "read line; echo $line"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        starter.join();
        Process process = started.join();

        process.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();

        assertEquals("still here", firstLine(process));
    }

    @Test
    void givesEachSandboxAUserOfItsOwn() throws Exception {
        String script = "while read key value rest; do [ $key = Uid: ] && echo $value; done < /proc/self/status";
        long one = Long.parseLong(Cell.plain().shell(script).output().strip());
        long other = Long.parseLong(Cell.plain().shell(script).output().strip());

        assertNotEquals(one, other);
        assertTrue(one >= 30_000 && other >= 30_000, one + " " + other);
    }

    @Test
    void refusesMemoryBeyondTheLimit() throws Exception {
        ProcessSpec.Limits limits = new ProcessSpec.Limits(128L << 20, 16, Duration.ofSeconds(5), 64, 1L << 30);
        String script = "dd if=/dev/urandom of=/dev/null bs=256M count=1 2>&1 || echo refused";

        Cell.Outcome outcome = Cell.plain().limitedTo(limits).shell(script);

        assertTrue(outcome.output().endsWith("refused\n"), outcome.output());
        assertTrue(outcome.output().contains("memory"), outcome.output());
    }

    @Test
    void refusesProcessesBeyondTheLimitWithoutTouchingOtherSandboxes() throws Exception {
        Process other = Cell.plain().start("/bin/sh", "-c", "read line; sleep 0.01 & wait; echo forked");
        ProcessSpec.Limits limits = new ProcessSpec.Limits(128L << 20, 16, Duration.ofSeconds(5), 64, 1L << 20);

        Cell.Outcome outcome = Cell.plain()
                .limitedTo(limits)
                .shell("i=0; while [ $i -lt 40 ]; do sleep 5 & i=$((i+1)); done; echo all forked");

        assertEquals("", outcome.output());
        assertTrue(outcome.errors().contains("Cannot fork"), outcome.errors());
        other.getOutputStream().close();
        assertEquals("forked", firstLine(other));
    }

    @Test
    void boundsTheTemporaryFolder() throws Exception {
        ProcessSpec.Limits limits = new ProcessSpec.Limits(128L << 20, 16, Duration.ofSeconds(20), 64, 1L << 30);

        Cell.Outcome outcome =
                Cell.plain().limitedTo(limits).shell("dd if=/dev/urandom of=/tmp/big bs=1M count=80 2>&1");

        assertTrue(outcome.output().contains("No space left"), outcome.output());
    }

    @Test
    void runsNothingThatItWroteAndWritesNothingButItsFolders() throws Exception {
        assumeFalse(BubblewrapLauncher.create().absent().containsKey(Layer.LANDLOCK), "no Landlock");
        Path writable = Files.createDirectory(folder.resolve("writable"));

        Cell.Outcome outcome = Cell.plain()
                .writing(writable)
                .shell(
                        "for f in /tmp/true %1$s/true; do cp /usr/bin/true $f && mv $f $f-moved && ! $f-moved || exit 3; done; "
                                        .formatted(writable)
                                + "echo x > /dev/null && mkdir /tmp/a && mv /tmp/true-moved /tmp/a && rm -r /tmp/a || exit 4; "
                                + "echo x > /proc/self/comm && exit 5; exit 0");

        assertEquals(0, outcome.status(), outcome.errors());
        assertTrue(outcome.errors().contains("Permission denied"), outcome.errors());
    }

    @Test
    void saysHowToInstallWhatIsMissing() {
        SandboxException refusal =
                assertThrows(SandboxException.class, () -> BubblewrapLauncher.create(folder.toString()));

        assertEquals(SandboxException.Code.TOOL_MISSING, refusal.code());
        assertTrue(refusal.getMessage().contains("apt-get install bubblewrap"), refusal.getMessage());
    }

    private static String firstLine(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader()) {
            return String.valueOf(lines.readLine());
        }
    }

    /** By all of the arguments: the shell or setsid that starts a sleeper ends in the same words, and may stay. */
    private static long sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        Arrays.equals(process.info().arguments().orElse(new String[0]), new String[] {seconds}))
                .count();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited 10 s in vain");
            Thread.onSpinWait();
        }
    }
}
