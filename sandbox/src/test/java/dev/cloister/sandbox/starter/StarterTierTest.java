package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StarterTierTest {

    @TempDir
    private Path temporary;

    @Test
    void startsASandboxWhosePipesAreTheGatewaysOwn() throws Exception {
        try (Root root = Root.hearingRoot(temporary)) {
            Process process = root.tier().launch(Root.shell("read line; echo \"$line\"; echo gone >&2; exit 7"));

            process.getOutputStream().write("here and back\n".getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();

            assertEquals("here and back\n", text(process));
            assertEquals("gone\n", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(7, process.waitFor());
            assertFalse(process.isAlive());
        }
    }

    @Test
    void losesNothingOfASandboxThatEndsAtOnce() throws Exception {
        try (Root root = Root.hearingRoot(temporary)) {
            for (int i = 0; i < 10; i++) {
                assertEquals("said\n", text(root.tier().launch(Root.shell("echo said"))));
            }
        }
    }

    @Test
    void endsASandboxThatIsDestroyedAndLeavesNothingBehind() throws Exception {
        try (Root root = Root.hearingRoot(temporary)) {
            Path shown = root.folder("spokes/app");
            Files.writeString(shown.resolve("file"), "x");
            Process process = root.tier()
                    .launch(Root.shell("cat /app/file; read line", Mount.readableAt(shown, Path.of("/app"))));
            assertEquals('x', process.getInputStream().read());

            process.destroyForcibly();

            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            try (var left = Files.list(root.folder().path())) {
                assertEquals(
                        List.of("s", "t"),
                        left.map(path -> path.getFileName().toString()).sorted().toList());
            }
        }
    }

    @Test
    void endsItsSandboxesWithItself() throws Exception {
        Process process;
        try (Root root = Root.hearingRoot(temporary)) {
            process = root.tier().launch(Root.shell("read line"));
            assertTrue(process.isAlive());
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertTrue(ProcessHandle.of(process.pid()).isEmpty(), "the sandbox's process is gone");
    }

    @Test
    void givesAFolderToASandboxAndTakesItBack() throws Exception {
        try (Root root = Root.hearingRoot(temporary)) {
            Path folder = root.folder("run/work");
            Process process = root.tier()
                    .launch(Root.shell(
                            "umask 077; mkdir /tmp/ok; mkdir %1$s/inner; echo made > %1$s/inner/file; ln -s / %1$s/link"
                                    .formatted(folder),
                            Mount.writable(folder)));
            assertEquals(0, process.waitFor(), () -> errors(process));

            for (Path path : List.of(folder, folder.resolve("inner"), folder.resolve("inner/file"))) {
                assertEquals(root.user().uid(), Files.getAttribute(path, "unix:uid"), path.toString());
            }
            assertEquals(0, Files.getAttribute(Path.of("/"), "unix:uid"));
        }
    }

    @Test
    void hearsNobodyButTheGateway() throws Exception {
        try (Root root = Root.hearingTheGateway(temporary)) {
            SandboxException refusal = assertThrows(SandboxException.class, root::tier);
            assertEquals(SandboxException.Code.STARTER_REFUSED, refusal.code());
            assertTrue(refusal.getMessage().contains("only the gateway"), refusal.getMessage());
        }
    }

    @Test
    void mountsNothingThatTheGatewayMayNotHave() throws Exception {
        try (Root root = Root.hearingRoot(temporary)) {
            Path closed = Files.createDirectories(temporary.toRealPath().resolve("closed/inner"));
            Path secret = Files.writeString(closed.resolve("secret"), "secret");
            Path others = Files.createDirectory(root.home().resolve("run/others"));
            Path link = Files.createSymbolicLink(root.folder("spokes/app").resolve("link"), closed);
            Path written = Files.createSymbolicLink(root.home().resolve("run/link"), root.folder("run/own"));
            Path keys = root.home().resolve("keys");
            Path app = root.folder("spokes/app");
            for (Mount mount : List.of(
                    Mount.readableAt(closed, Path.of("/app")),
                    Mount.readableAt(secret, Path.of("/app")),
                    Mount.readableAt(link, Path.of("/app")),
                    Mount.readableAt(link.resolve("secret"), Path.of("/app")),
                    Mount.readableAt(keys, Path.of("/app")),
                    Mount.readableAt(Path.of("/"), Path.of("/app")),
                    Mount.readableAt(Path.of("/proc"), Path.of("/app")),
                    Mount.readableAt(app, Path.of("/usr/bin")),
                    Mount.readableAt(app, Path.of("/lib/x86_64-linux-gnu")),
                    Mount.readableAt(app, Path.of("/etc")),
                    Mount.readableAt(app, Path.of("/tmp")),
                    Mount.writable(app),
                    Mount.writable(closed),
                    Mount.writable(others),
                    Mount.writable(written),
                    Mount.writable(root.home().resolve("run")),
                    Mount.writable(keys))) {
                SandboxException refusal = assertThrows(
                        SandboxException.class, () -> root.tier().launch(Root.shell("true", mount)), mount.toString());
                assertEquals(SandboxException.Code.STARTER_REFUSED, refusal.code(), mount.toString());
            }
            assertEquals(0, Files.getAttribute(closed, "unix:uid"));
            assertEquals(0, Files.getAttribute(others, "unix:uid"));
        }
    }

    @Test
    void letsNoVariableReachWhatRunsBeforeTheCommand() throws Exception {
        try (Root root = Root.hearingRoot(temporary)) {
            SandboxSpec plain = Root.shell("echo $LD_PRELOAD $PERL5OPT");
            Process process = root.tier()
                    .launch(new SandboxSpec(
                            plain.name(),
                            plain.command(),
                            Map.of("LD_PRELOAD", "/nowhere/library.so", "PERL5OPT", "-Mnone"),
                            plain.mounts(),
                            plain.limits(),
                            plain.temporaryBytes(),
                            false));

            assertEquals("/nowhere/library.so -Mnone\n", text(process));
            // The linker of the shell itself complains; that of setpriv and perl would have come before.
            assertEquals(1, errors(process).lines().count(), errors(process));
        }
    }

    @Test
    void readsNoMessageThatIsTooLong() throws Exception {
        try (Root root = Root.hearingRoot(temporary);
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(root.socketPath()))) {
            channel.write(
                    ByteBuffer.allocate(Integer.BYTES).putInt(Integer.MAX_VALUE).flip());

            Reply reply = Reply.of(Frames.read(channel));

            assertEquals(SandboxException.Code.MESSAGE_INVALID, ((Reply.Refused) reply).code());
        }
    }

    @Test
    void hasAtMostSoManyConnections() throws Exception {
        List<SocketChannel> idle = new ArrayList<>();
        try (Root root = Root.hearingRoot(temporary)) {
            for (int i = 0; i < StarterSocket.MOST; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(root.socketPath())));
            }
            SandboxException refusal = assertThrows(SandboxException.class, root::tier);
            assertTrue(refusal.getMessage().contains("at once"), refusal.getMessage());
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String errors(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
