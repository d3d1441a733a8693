package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.os.Pipes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The three streams of a sandbox as named pipes between it and the gateway: what flows there does not pass through the
 * starter. They lie in a folder that only root writes.
 *
 * <p>Held open at both ends until {@link #release}, so that neither side waits for the other to open them, and nothing is
 * lost of a sandbox that ends soon.
 */
final class NamedPipes {

    private static final int COUNT = 3;

    private final Path folder;
    private final List<RandomAccessFile> held = new ArrayList<>();
    private boolean released;

    private NamedPipes(Path folder) {
        this.folder = folder;
    }

    static NamedPipes make(HostCalls calls, Path folder, GatewayUser user) throws IOException {
        NamedPipes pipes = new NamedPipes(Files.createDirectory(folder));
        try {
            user.letEnter(folder);
            for (int i = 0; i < COUNT; i++) {
                Path pipe = pipes.pipe(i);
                calls.pipe(pipe);
                Files.setAttribute(pipe, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
                pipes.held.add(new RandomAccessFile(pipe.toFile(), "rw"));
            }
            return pipes;
        } catch (IOException e) {
            pipes.release();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    Pipes ofSandbox() {
        return new Pipes(Redirect.from(pipe(0).toFile()), Redirect.to(pipe(1).toFile()), Redirect.to(pipe(2).toFile()));
    }

    /** Lets go of them, once both sides have them open; their names go too. */
    synchronized void release() throws IOException {
        if (released) {
            return;
        }
        released = true;
        for (RandomAccessFile file : held) {
            file.close();
        }
        for (int i = 0; i < COUNT; i++) {
            Files.deleteIfExists(pipe(i));
        }
        Files.deleteIfExists(folder);
    }

    private Path pipe(int number) {
        return folder.resolve(Integer.toString(number));
    }
}
