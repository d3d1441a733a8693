package dev.cloister.sandbox.os;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The rules alone, without bubblewrap and the filter, which would refuse most of this before. */
class LandlockRulesTest {

    private static final Path PERL = Path.of("/usr/bin/perl");
    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/lib", "/lib64");

    /** The ABI that knows TCP, signals and abstract sockets. */
    private static final long COMPLETE = 6;

    /** Not below /tmp, which the rules let it write. */
    @TempDir(factory = BesideTmp.class)
    private Path folder;

    @BeforeEach
    void needsLandlock() {
        assumeTrue(Files.isExecutable(PERL) && LandlockRules.kernelVersion() >= COMPLETE, "no Landlock of ABI 6");
    }

    @Test
    void readsAndWritesWhatIsMountedAndNothingElse() throws Exception {
        Path given = Files.createDirectory(folder.resolve("given"));
        Files.writeString(given.resolve("in"), "given");

        assertEquals("given", run(List.of(Mount.readable(given)), "cat " + given + "/in"));
        assertTrue(run(List.of(Mount.readable(given)), "echo x > " + given + "/out")
                .contains("Permission denied"));
        assertEquals("", run(List.of(Mount.writable(given)), "echo x > " + given + "/out"));
        for (String path : List.of("/etc/../root", "/var/log", "/sys/kernel", "/home")) {
            assertTrue(run(List.of(), "ls " + path).contains("Permission denied"), path);
        }
    }

    @Test
    void refusesTcpAndReachesTheUnixSocketOfAMountedFolder() throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(socket));
            String connect =
                    "perl -MSocket -e 'socket(S, %s, SOCK_STREAM, 0); print connect(S, %s) ? \"through\" : $!'";

            assertEquals(
                    "Permission denied",
                    run(
                            List.of(),
                            connect.formatted(
                                    "PF_INET", "pack_sockaddr_in(%d, INADDR_LOOPBACK)".formatted(tcp.getLocalPort()))));
            assertEquals(
                    "through",
                    run(
                            List.of(Mount.readable(folder)),
                            connect.formatted("PF_UNIX", "pack_sockaddr_un(\"" + socket + "\")")));
        }
    }

    @Test
    void signalsItsOwnProcessesAndNoOthers() throws Exception {
        long outside = ProcessHandle.current().pid();

        assertEquals("", run(List.of(), "sleep 100 & kill $!"));
        assertNotEquals("", run(List.of(), "kill -0 " + outside));
    }

    @Test
    void doesNotRunACommandWhoseRulesCannotBeSet() throws Exception {
        List<String> words = new ArrayList<>(LandlockRules.command(PERL, SYSTEM, List.of()));
        words.addAll(List.of("/bin/echo", "ran"));
        // No kernel knows a right by this number.
        int access = words.indexOf("/tmp") - 1;
        words.set(access, "0");

        assertTrue(output(words).contains("landlock_add_rule /tmp"));
    }

    static final class BesideTmp implements TempDirFactory {

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
                throws IOException {
            return Files.createTempDirectory(Path.of("/var/tmp"), "landlock");
        }
    }

    private static String run(List<Mount> mounts, String script) throws IOException {
        List<String> words = new ArrayList<>(LandlockRules.command(PERL, SYSTEM, mounts));
        words.addAll(List.of("/bin/sh", "-c", script));
        return output(words);
    }

    private static String output(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
