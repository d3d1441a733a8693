package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * Gives files and folders of some users to the gateway's. Links are neither followed nor given, and a file that has several
 * names is left as it is: one of them may lie elsewhere. What is looked at is what is given, whoever moves it meanwhile.
 *
 * @param whose the user ids whose files are given
 * @param user whom to
 */
record OwnedTree(HostCalls calls, IntPredicate whose, GatewayUser user) {

    /** Deeper than anything of Cloister's. */
    private static final int DEEPEST = 64;

    /** Gives what a folder holds, and not the folder. */
    void giveContent(Path folder) throws IOException {
        giveContent(folder, DEEPEST);
    }

    private void giveContent(Path folder, int depth) throws IOException {
        try (PinnedPath pinned = PinnedPath.open(calls, folder);
                DirectoryStream<Path> content = Files.newDirectoryStream(pinned.path())) {
            for (Path each : content) {
                give(folder.resolve(each.getFileName()), depth);
            }
        }
    }

    private void give(Path path, int depth) throws IOException {
        try {
            boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            if ((folder || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) && whose.test(owner(path))) {
                try (PinnedPath pinned = PinnedPath.open(calls, path)) {
                    if (whose.test(pinned.owner()) && (pinned.isFolder() || pinned.names() == 1)) {
                        pinned.giveTo(user.uid(), user.gid());
                    }
                }
            }
            if (folder && depth > 0) {
                giveContent(path, depth - 1);
            }
        } catch (NoSuchFileException e) {
            // Gone since it was listed.
        }
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
