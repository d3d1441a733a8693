package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.os.PipedTier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One connection of the gateway's: a request, and where it started a sandbox, that sandbox's life. The connection's end is
 * the sandbox's end.
 */
final class StarterSession {

    /** The gateway has opened the pipes. */
    static final byte OPENED = 'o';

    /** The sandbox is asked to end. */
    static final byte END = 't';

    /** The sandbox is ended. */
    static final byte KILL = 'k';

    private final SocketChannel channel;
    private final HostCalls calls;
    private final Places places;
    private final Function<Kind, PipedTier> tiers;
    private final Path folder;

    /** @param folder a name in root's folder that no other session has */
    StarterSession(
            SocketChannel channel, HostCalls calls, Places places, Function<Kind, PipedTier> tiers, Path folder) {
        this.channel = channel;
        this.calls = calls;
        this.places = places;
        this.tiers = tiers;
        this.folder = folder;
    }

    void run() throws IOException {
        try {
            switch (RequestReader.read(Frames.read(channel))) {
                case Request.Describe describe -> {
                    PipedTier tier = tiers.apply(describe.kind());
                    answer(new Reply.Described(tier.boundsEachProcess(), tier.absent()));
                }
                case Request.Start start -> start(start);
            }
        } catch (SandboxException e) {
            answer(new Reply.Refused(e.code(), e.getMessage()));
        } catch (IOException e) {
            answer(new Reply.Failed(String.valueOf(e.getMessage())));
        }
    }

    private void start(Request.Start request) throws IOException {
        PipedTier tier = tiers.apply(request.kind());
        Stage stage = Stage.set(calls, places, named("m"), request.spec());
        NamedPipes pipes;
        Process process;
        try {
            pipes = NamedPipes.make(calls, named("p"), places.user());
            try {
                process = tier.launch(stage.spec(), pipes.ofSandbox(), stage::give);
            } catch (IOException | RuntimeException e) {
                pipes.release();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
        live(process, stage, pipes);
    }

    /** Until the sandbox has ended, which it does at the latest with the connection. */
    private void live(Process process, Stage stage, NamedPipes pipes) throws IOException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        try {
            answer(new Reply.Started(process.pid(), pipes.folder()));
        } catch (IOException e) {
            process.destroyForcibly();
        }
        var unused = process.onExit().thenAccept(ended -> Thread.ofVirtual().start(() -> end(ended, stage, over)));
        try {
            obey(process, pipes);
        } catch (IOException e) {
            // A connection that breaks is one that ends.
        } finally {
            process.destroyForcibly();
            over.join();
            pipes.release();
        }
    }

    /** What the sandbox had is the gateway's again before the gateway hears of the end. */
    private void end(Process process, Stage stage, CompletableFuture<Void> over) {
        try {
            stage.close();
            answer(new Reply.Ended(process.exitValue()));
        } catch (IOException e) {
            // The gateway has closed the connection, or is no more.
        } finally {
            over.complete(null);
        }
    }

    private void obey(Process process, NamedPipes pipes) throws IOException {
        ByteBuffer command = ByteBuffer.allocate(1);
        while (channel.read(command.clear()) > 0) {
            switch (command.get(0)) {
                case OPENED -> pipes.release();
                case END -> process.destroy();
                default -> process.destroyForcibly();
            }
        }
    }

    private Path named(String prefix) {
        return folder.resolveSibling(prefix + folder.getFileName());
    }

    private void answer(Reply reply) throws IOException {
        Frames.write(channel, reply.json());
    }
}
