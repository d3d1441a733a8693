package dev.cloister.sandbox.starter;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The starter's folder for as long as it runs: root's, passed through by the gateway's user alone, who has one of its own in
 * it. It lies among the temporary files, where nobody but root can exchange it, since whoever owns a home's folders could.
 */
record StarterFolder(Path path, GatewayUser user) implements AutoCloseable {

    private static final String PREFIX = "cloister-starter-";

    static StarterFolder make(GatewayUser user) throws IOException {
        deleteAbandoned(user);
        Path path = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
        user.letEnter(path);
        StarterFolder folder = new StarterFolder(path, user);
        Files.createDirectory(folder.own());
        Files.setAttribute(folder.own(), "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(folder.own(), "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(folder.own(), "unix:mode", 0700);
        return folder;
    }

    /** For the gateway's temporary files. */
    Path own() {
        return path.resolve("t");
    }

    /** The gateway's files are deleted with the gateway's rights. */
    @Override
    public void close() throws IOException {
        List<String> words = new ArrayList<>(GatewayCommand.unprivileged(user));
        words.addAll(List.of("find", own().toString(), "-mindepth", "1", "-delete"));
        try {
            new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deleteOurs(path);
    }

    private static void deleteAbandoned(GatewayUser user) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "[0-9]*-*")) {
            for (Path folder : folders) {
                String maker = String.valueOf(folder.getFileName()).split("-", -1)[2];
                boolean ours = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.getAttribute(folder, "unix:uid").equals(0);
                if (ours && ProcessHandle.of(Long.parseLong(maker)).isEmpty()) {
                    new StarterFolder(folder, user).close();
                }
            }
        }
    }

    /** Root's files and folders; a folder that is not empty since it is the gateway's stays. */
    private static void deleteOurs(Path folder) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            for (Path each : content) {
                boolean ours = Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(0);
                if (ours && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    deleteOurs(each);
                } else if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) || isEmpty(each)) {
                    Files.delete(each);
                }
            }
        }
        if (isEmpty(folder)) {
            Files.delete(folder);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            return !content.iterator().hasNext();
        }
    }
}
