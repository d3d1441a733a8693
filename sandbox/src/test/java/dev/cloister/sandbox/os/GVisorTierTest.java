package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class GVisorTierTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void needsGVisor() {
        boolean installed = HostTools.locate(System.getenv("PATH"), "runsc").isPresent();
        if (!installed) {
            System.out.println("The strict tier is not tested: runsc is not installed (apt-get install runsc)");
        }
        assumeTrue(installed, "runsc is not installed");
    }

    @Test
    void findsEveryLayerInPlace() {
        List<LayerResult> results = SelfTest.run(GVisorTier.create(), JavaRuntime.current());

        for (LayerResult result : results) {
            assertFalse(result.keepsAppsOff(), result.line());
            assertTrue(result.holds() || !result.layer().mandatory(), result.line());
        }
    }

    @Test
    void answersWithAKernelOfItsOwn() throws Exception {
        String version = output(start(List.of(), false, "cat /proc/version"));

        assertFalse(version.isEmpty());
        assertNotEquals(Files.readString(Path.of("/proc/version")), version);
    }

    @Test
    void readsWhatIsMountedAndWritesOnlyWhatItMay() throws Exception {
        Path readable = Files.createDirectory(folder.resolve("readable"));
        Path writable = Files.createDirectory(folder.resolve("writable"));
        Files.writeString(readable.resolve("in"), "given");
        String script = "cat %1$s/in > %2$s/out; echo x > /tmp/x && echo tmp; echo x > %1$s/no || echo refused"
                .formatted(readable, writable);

        String output = output(start(List.of(Mount.readable(readable), Mount.writable(writable)), false, script));

        assertEquals("tmp\nrefused\n", output);
        assertEquals("given", Files.readString(writable.resolve("out")));
    }

    @Test
    void reachesTheUnixSocketOfAMountedFolderWhereThatIsGranted() throws Exception {
        Path socket = folder.resolve("s");
        String connect = "perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0) or die \"none\"; print connect(S,"
                + " pack_sockaddr_un(\"" + socket + "\")) ? \"through\" : $!'";
        try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            unix.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));

            assertEquals("through", output(start(List.of(Mount.readable(folder)), true, connect)));
            assertEquals("", output(start(List.of(Mount.readable(folder)), false, connect)));
        }
    }

    @Test
    void endsWithAllThatItStartedWhenItIsDestroyed() throws Exception {
        Process process = start(List.of(), false, "sleep 1000 & echo up; wait");
        assertEquals("up", process.inputReader().readLine());
        List<ProcessHandle> started = process.descendants().toList();
        assertFalse(started.isEmpty());

        process.destroyForcibly();

        for (ProcessHandle each : started) {
            each.onExit().get(10, TimeUnit.SECONDS);
        }
        String bundles =
                "cloister-bundle-%d-*".formatted(ProcessHandle.current().pid());
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (exists(bundles)) {
            assertTrue(System.nanoTime() < end, "a bundle stays");
            Thread.onSpinWait();
        }
    }

    @Test
    void saysHowToInstallWhatIsMissing() {
        SandboxException refusal = assertThrows(SandboxException.class, () -> GVisorTier.create(folder.toString()));

        assertEquals(SandboxException.Code.TOOL_MISSING, refusal.code());
        assertTrue(refusal.getMessage().contains("apt-get install runsc"), refusal.getMessage());
    }

    private static boolean exists(String glob) throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), glob)) {
            return found.iterator().hasNext();
        }
    }

    private static Process start(List<Mount> mounts, boolean unixSockets, String script) throws IOException {
        return GVisorTier.create()
                .launch(new SandboxSpec(
                        "test",
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", "/usr/bin:/bin"),
                        mounts,
                        Cell.LIMITS,
                        SandboxSpec.TEMPORARY_BYTES,
                        unixSockets));
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
