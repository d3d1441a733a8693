package dev.cloister.sandbox.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One sandbox's group, in one hierarchy of cgroups(7) or in two.
 *
 * @param folders where it lies; none where groups cannot be made
 */
record ControlGroup(List<Path> folders) {

    private static final Executor SOON = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    private static final int TRIES = 250;

    ControlGroup {
        folders = List.copyOf(folders);
    }

    boolean bounds() {
        return !folders.isEmpty();
    }

    /** The files that a process writes 0 to, to be bounded from then on with all that it starts. */
    List<Path> entrances() {
        return folders.stream().map(folder -> folder.resolve("cgroup.procs")).toList();
    }

    /** Removes it; while its last processes are still ending, a little later. What then stays is removed at the next start. */
    void remove() {
        remove(TRIES);
    }

    private void remove(int tries) {
        boolean busy = false;
        for (Path folder : folders) {
            busy |= !removed(folder);
        }
        if (busy && tries > 0) {
            SOON.execute(() -> remove(tries - 1));
        }
    }

    private static boolean removed(Path folder) {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (FileSystemException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
