package dev.cloister.inference.benchmark;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec;
import dev.cloister.inference.worker.EngineWorker;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An engine, and in its worker's process a {@link BareLoop} to compare it with. One of the two works at a time. */
final class MeasuredWorker implements AutoCloseable {

    private final WorkerEngine engine;
    private final SocketChannel channel;
    private final DataOutputStream orders;
    private final DataInputStream results;

    MeasuredWorker(WorkerSettings settings, ProcessLauncher launcher) {
        WithBareLoop withBareLoop = new WithBareLoop(launcher);
        engine = new WorkerEngine(settings, withBareLoop);
        channel = withBareLoop.channels.getLast();
        orders = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
        results = new DataInputStream(Channels.newInputStream(channel));
    }

    WorkerEngine engine() {
        return engine;
    }

    /** Seconds per token of so many sequences, each of so many tokens, in one batch. */
    double generate(String prompt, int tokens, int sequences) {
        int[] ids = engine.tokenize(prompt);
        return ask(BareLoopServer.GENERATE, ids, tokens, sequences);
    }

    /** Seconds that reading all texts takes, one after the other, each with the logits after its last token. */
    double prefill(List<int[]> texts) {
        return texts.stream()
                .mapToDouble(text -> ask(BareLoopServer.PREFILL, text, 0, 1))
                .sum();
    }

    /** The same with the logits after every token. */
    double prefillEveryRow(List<int[]> texts) {
        return texts.stream()
                .mapToDouble(text -> ask(BareLoopServer.PREFILL_EVERY_ROW, text, 0, 1))
                .sum();
    }

    private double ask(byte order, int[] tokens, int count, int sequences) {
        try {
            orders.writeByte(order);
            orders.writeInt(tokens.length);
            for (int token : tokens) {
                orders.writeInt(token);
            }
            orders.writeInt(count);
            orders.writeInt(sequences);
            orders.flush();
            return results.readDouble();
        } catch (IOException e) {
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The bare loop's process ended early.", e);
        }
    }

    @Override
    public void close() {
        engine.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The bare loop's socket could not be closed.", e);
        }
    }

    /** Starts {@link BareLoopServer} where {@link EngineWorker} is asked for, its socket beside the worker's. */
    private static final class WithBareLoop implements ProcessLauncher {

        private final ProcessLauncher launcher;
        private final List<SocketChannel> channels = new ArrayList<>();

        WithBareLoop(ProcessLauncher launcher) {
            this.launcher = launcher;
        }

        @Override
        public Process launch(ProcessSpec spec) throws IOException {
            Path path = spec.writable().getFirst().resolve("bare");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(path));
                Process process = launcher.launch(withBareLoop(spec, path));
                channels.add(server.accept());
                return process;
            } finally {
                Files.deleteIfExists(path);
            }
        }

        private static ProcessSpec withBareLoop(ProcessSpec spec, Path path) {
            List<String> command = new ArrayList<>(spec.command());
            int main = command.indexOf(EngineWorker.class.getName());
            command.set(main, BareLoopServer.class.getName());
            command.add(main + 1, path.toString());
            return new ProcessSpec(
                    spec.name(),
                    command,
                    spec.environment(),
                    spec.readable(),
                    spec.writable(),
                    spec.limits(),
                    spec.unixSockets());
        }
    }
}
