package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A sandbox's mounts, each looked at once and then mounted in a folder of root's in the starter's own mount namespace: what
 * the sandbox gets is what was looked at, whatever the gateway does to its own folders meanwhile.
 *
 * <p>A writable folder passes to the sandbox's user and stays in the gateway's group, which may clear it up; at the end the
 * gateway gets it back, with what the sandbox made in it.
 */
final class Stage implements AutoCloseable {

    private static final int SHARED_WITH_GROUP = 02770;
    private static final int CLOSED = 0700;

    private final HostCalls calls;
    private final GatewayUser user;
    private final Path folder;
    private final SandboxSpec spec;
    private final List<Mount> staged = new ArrayList<>();
    private OptionalInt given = OptionalInt.empty();

    private Stage(HostCalls calls, GatewayUser user, Path folder, SandboxSpec spec) {
        this.calls = calls;
        this.user = user;
        this.folder = folder;
        this.spec = spec;
    }

    /**
     * Sets the mounts of a specification up.
     *
     * @param folder is made, and deleted at the end
     * @throws dev.cloister.sandbox.SandboxException STARTER_REFUSED
     */
    static Stage set(HostCalls calls, Places places, Path folder, SandboxSpec spec) throws IOException {
        places.requireProgram(spec);
        requireApart(places, spec.mounts());
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Stage stage = new Stage(calls, places.user(), folder, spec);
        try {
            for (Mount mount : spec.mounts()) {
                stage.add(places, mount);
            }
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /**
     * No mount may lie within another whose content is the gateway's: bubblewrap follows links on the way to where it mounts,
     * and these could lead to what it runs as root.
     */
    private static void requireApart(Places places, List<Mount> mounts) {
        for (int i = 0; i < mounts.size(); i++) {
            Mount outer = mounts.get(i);
            boolean roots = places.isProgram(outer.host()) && !outer.writable();
            for (int j = 0; j < mounts.size(); j++) {
                Path inside = mounts.get(j).inside();
                if (i != j && !roots && inside.startsWith(outer.inside())) {
                    throw Refusals.of("the mount " + Refusals.quoted(inside.toString()) + " lies within another");
                }
            }
        }
    }

    /** The specification with the mounts that were set up. */
    SandboxSpec spec() {
        return new SandboxSpec(
                spec.name(),
                spec.command(),
                spec.environment(),
                staged,
                spec.limits(),
                spec.temporaryBytes(),
                spec.unixSockets(),
                spec.reservedBytes());
    }

    /** Gives a writable mount to the sandbox's user. */
    void give(Mount mount, int userId) throws IOException {
        given = OptionalInt.of(userId);
        Files.setAttribute(mount.host(), "unix:uid", userId, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(mount.host(), "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(mount.host(), "unix:mode", SHARED_WITH_GROUP);
    }

    /** Takes everything down, whatever of it fails. */
    @Override
    public void close() throws IOException {
        try {
            for (Mount mount : staged) {
                if (mount.host().startsWith(folder)) {
                    close(mount);
                }
            }
        } finally {
            Files.delete(folder);
        }
    }

    private void close(Mount mount) throws IOException {
        try {
            if (mount.writable()) {
                takeBack(mount.host());
            }
        } finally {
            calls.unmount(mount.host());
            Files.delete(mount.host());
        }
    }

    private void takeBack(Path place) throws IOException {
        if (given.isPresent()) {
            int sandbox = given.getAsInt();
            new OwnedTree(calls, owner -> owner == sandbox, user).giveContent(place);
        }
        Files.setAttribute(place, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(place, "unix:mode", CLOSED);
    }

    private void add(Places places, Mount mount) throws IOException {
        try (PinnedPath pinned = pin(mount.host())) {
            places.require(calls, mount, pinned);
            staged.add(places.isProgram(mount.host()) && !mount.writable() ? mount : bind(mount, pinned));
        }
    }

    private PinnedPath pin(Path path) {
        try {
            return PinnedPath.open(calls, path);
        } catch (IOException e) {
            throw Refusals.of(
                    "the mount " + Refusals.quoted(path.toString()) + " does not exist, or its path holds a link");
        }
    }

    private Mount bind(Mount mount, PinnedPath pinned) throws IOException {
        Path place = folder.resolve(Integer.toString(staged.size()));
        if (pinned.isFolder()) {
            Files.createDirectory(place);
        } else {
            Files.createFile(place);
        }
        try {
            calls.bind(pinned.path(), place);
        } catch (IOException e) {
            Files.delete(place);
            throw e;
        }
        return new Mount(place, mount.inside(), mount.writable());
    }
}
