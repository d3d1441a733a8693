package dev.cloister.sandbox.starter;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.Layer;
import dev.cloister.sandbox.os.SandboxSpec;
import dev.cloister.sandbox.os.SandboxTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Sandboxes that the process which kept root starts for this one. Its refusals are {@link SandboxException} with the code
 * that it says, STARTER_REFUSED where it asks for what the gateway may not have.
 */
final class StarterTier implements SandboxTier, ProcessLauncher {

    private final Path socket;
    private final Kind kind;
    private final Reply.Described described;

    private StarterTier(Path socket, Kind kind, Reply.Described described) {
        this.socket = socket;
        this.kind = kind;
        this.described = described;
    }

    /** Asks the starter for a tier; throws as the tier's own factory does. */
    static StarterTier connect(Path socket, Kind kind) {
        try (SocketChannel channel = ask(socket, new Request.Describe(kind))) {
            if (answer(channel) instanceof Reply.Described described) {
                return new StarterTier(socket, kind, described);
            }
            throw new IOException("it described no tier");
        } catch (IOException e) {
            throw new UncheckedIOException("The process that starts sandboxes does not answer", e);
        }
    }

    @Override
    public Process launch(ProcessSpec spec) throws IOException {
        return launch(SandboxSpec.of(spec));
    }

    @Override
    public Process launch(SandboxSpec spec) throws IOException {
        SocketChannel channel = ask(socket, new Request.Start(kind, spec));
        try {
            if (answer(channel) instanceof Reply.Started started) {
                return StartedProcess.follow(channel, started);
            }
            throw new IOException("the process that starts sandboxes started none");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public boolean boundsEachProcess() {
        return described.boundsEachProcess();
    }

    @Override
    public Map<Layer, String> absent() {
        return described.absent();
    }

    private static SocketChannel ask(Path socket, Request request) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            Frames.write(channel, RequestWriter.write(request));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Reply answer(SocketChannel channel) throws IOException {
        return switch (Reply.of(Frames.read(channel))) {
            case Reply.Refused refused -> throw new SandboxException(refused.code(), refused.message());
            case Reply.Failed failed -> throw new IOException(failed.message());
            case Reply.Described described -> described;
            case Reply.Started started -> started;
            case Reply.Ended ended -> ended;
        };
    }
}
