package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Whose the files of a home are. The home itself and its native libraries stay root's, so that nobody else exchanges what
 * root's own commands step through; the rest is the gateway's.
 */
final class HomeFolders {

    private static final List<String> CLOSED =
            List.of("db", "index", "federation", "keys", "spokes", "logs", "ledger", "run");
    private static final List<String> OPEN = List.of("models");
    private static final String NATIVE = "native";
    private static final String SETTINGS = "cloister.properties";

    private static final int PASSED_BY_GROUP = 0750;
    private static final int OWNER_ONLY = 0700;
    private static final int READ_BY_ALL = 0755;
    private static final int READ_BY_GROUP = 0640;

    private final HostCalls calls = new HostCalls();
    private final Path home;
    private final GatewayUser user;

    HomeFolders(Path home, GatewayUser user) {
        this.home = home;
        this.user = user;
    }

    /**
     * Makes the folders where they are missing and gives what is to be given.
     *
     * @param all whether each file is looked at, where the folders were given before
     */
    void settle(boolean all) throws IOException {
        Files.createDirectories(home);
        own(home, 0, PASSED_BY_GROUP);
        folder(NATIVE, 0, READ_BY_ALL);
        Path settings = home.resolve(SETTINGS);
        if (Files.exists(settings, LinkOption.NOFOLLOW_LINKS)) {
            own(settings, 0, READ_BY_GROUP);
        }
        for (String name : CLOSED) {
            settle(name, OWNER_ONLY, all);
        }
        for (String name : OPEN) {
            settle(name, READ_BY_ALL, all);
        }
    }

    private void settle(String name, int mode, boolean all) throws IOException {
        Path folder = home.resolve(name);
        boolean given = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && owner(folder) == user.uid();
        folder(name, user.uid(), mode);
        if (all || !given) {
            new OwnedTree(calls, owner -> owner != user.uid(), user).giveContent(folder);
        }
    }

    private void folder(String name, int owner, int mode) throws IOException {
        Path folder = home.resolve(name);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
        own(folder, owner, mode);
    }

    private void own(Path path, int owner, int mode) throws IOException {
        try (PinnedPath pinned = PinnedPath.open(calls, path)) {
            pinned.giveTo(owner, user.gid());
            pinned.setMode(mode);
        }
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
