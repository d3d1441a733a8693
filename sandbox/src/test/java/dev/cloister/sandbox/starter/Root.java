package dev.cloister.sandbox.starter;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.HostUser;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A starter over a home, as root makes it; its gateway's user is the test's own where {@code peer} is root. */
record Root(Path home, GatewayUser user, StarterFolder folder, StarterSocket socket) implements AutoCloseable {

    static final ProcessSpec.Limits LIMITS =
            new ProcessSpec.Limits(256L << 20, 32, Duration.ofSeconds(20), 128, 16L << 20);

    /** Skips the test elsewhere than as root. */
    static GatewayUser gatewayUser() {
        HostUser host = HostUser.current();
        assumeTrue(host.root() && host.givesIds(), "only root can start sandboxes for another user");
        return GatewayUser.of(List.of(), host);
    }

    /** A starter that hears this process, which is root, in the gateway's place. */
    static Root hearingRoot(Path folder) throws IOException {
        return make(folder, true);
    }

    /** A starter as it is in earnest. */
    static Root hearingTheGateway(Path folder) throws IOException {
        return make(folder, false);
    }

    private static Root make(Path folder, boolean hearsRoot) throws IOException {
        GatewayUser user = gatewayUser();
        Path home = folder.toRealPath().resolve("home");
        new HomeFolders(home, user).settle(true);
        StarterFolder own = StarterFolder.make(user);
        Places places = new Places(
                List.of(Path.of(System.getProperty("java.home"))),
                List.of(home.resolve("spokes")),
                List.of(home.resolve("run")),
                user);
        BubblewrapLauncher launcher = BubblewrapLauncher.create();
        StarterSocket socket =
                StarterSocket.listen(own.path(), hearsRoot ? own.path() : own.own(), places, kind -> launcher);
        return new Root(home, user, own, socket);
    }

    Path socketPath() {
        return StarterSocket.path(folder.path());
    }

    StarterTier tier() {
        return StarterTier.connect(socketPath(), Kind.STANDARD);
    }

    /** A folder of the gateway's. */
    Path folder(String name) throws IOException {
        Path made = Files.createDirectories(home.resolve(name));
        Files.setAttribute(made, "unix:uid", user.uid());
        return made;
    }

    static SandboxSpec shell(String script, Mount... mounts) {
        return new SandboxSpec(
                "test", List.of("/bin/sh", "-c", script), Map.of(), List.of(mounts), LIMITS, 1L << 20, false);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        folder.close();
    }
}
