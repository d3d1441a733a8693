package dev.cloister.inference.benchmark;

import dev.cloister.inference.session.Scheduler;
import dev.cloister.inference.worker.EngineWorker;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/**
 * A worker's process with a {@link BareLoop} in it, which does what another socket asks for. The first argument is that
 * socket's path, the others are the worker's own.
 */
final class BareLoopServer {

    static final byte GENERATE = 1;
    static final byte PREFILL = 2;
    static final byte PREFILL_EVERY_ROW = 3;

    private final Scheduler scheduler;
    private final DataInputStream orders;
    private final DataOutputStream results;

    private BareLoopServer(Scheduler scheduler, SocketChannel channel) {
        this.scheduler = scheduler;
        orders = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        results = new DataOutputStream(Channels.newOutputStream(channel));
    }

    public static void main(String[] arguments) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(arguments[0]));
        EngineWorker.run(Arrays.copyOfRange(arguments, 1, arguments.length), scheduler -> Thread.ofPlatform()
                .name("bare loop")
                .daemon()
                .start(new BareLoopServer(scheduler, channel)::serve));
    }

    private void serve() {
        try {
            while (true) {
                byte order = orders.readByte();
                int[] tokens = tokens();
                int count = orders.readInt();
                int sequences = orders.readInt();
                results.writeDouble(measure(loop -> switch (order) {
                    case GENERATE -> loop.generate(tokens, count, sequences);
                    case PREFILL -> loop.prefill(tokens, false);
                    case PREFILL_EVERY_ROW -> loop.prefill(tokens, true);
                    default -> throw new IllegalArgumentException("an unknown order " + order);
                }));
            }
        } catch (EOFException e) {
            // The benchmark is over.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("the bare loop has lost who asks it", e);
        }
    }

    private double measure(ToDoubleFunction<BareLoop> work) {
        CompletableFuture<Double> seconds = new CompletableFuture<>();
        scheduler.lend(context -> seconds.complete(work.applyAsDouble(new BareLoop(context))));
        return seconds.join();
    }

    private int[] tokens() throws IOException {
        int[] tokens = new int[orders.readInt()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = orders.readInt();
        }
        return tokens;
    }
}
