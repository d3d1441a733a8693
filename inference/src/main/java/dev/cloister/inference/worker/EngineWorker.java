package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.ProcessEnd;
import dev.cloister.inference.session.Scheduler;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The worker process: connects to the gateway's socket, loads the model, and answers calls until the connection
 * closes. It ends when the gateway does, whatever it is doing.
 */
public final class EngineWorker {

    private static final int FAILED = 1;
    private static final int MALFORMED = 2;

    private EngineWorker() {}

    public static void main(String[] commandLine) throws IOException {
        run(commandLine, scheduler -> {});
    }

    /**
     * Does a worker's work until the connection closes, then ends the process.
     *
     * @param ready told before the first call: a benchmark compares with what it does on the same context
     */
    public static void run(String[] commandLine, Consumer<Scheduler> ready) throws IOException {
        WorkerArguments arguments = WorkerArguments.parse(commandLine);
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(arguments.socket()));
        FrameChannel frames = new FrameChannel(socket, Frame.LARGEST_BYTES);
        ProcessEnd.now(serve(arguments, frames, ready));
    }

    private static int serve(WorkerArguments arguments, FrameChannel frames, Consumer<Scheduler> ready) {
        Thread.ofPlatform().name("warm-up").daemon().start(Scheduler::warmUp);
        LoadedModel loaded;
        try {
            loaded = LoadedModel.load(arguments);
        } catch (EngineException e) {
            send(frames, 0, Message.Failed.of(e));
            return FAILED;
        } catch (RuntimeException e) {
            send(
                    frames,
                    0,
                    new Message.Failed(
                            EngineException.Code.MODEL_INVALID,
                            "The model could not be made ready: " + e.getMessage()));
            return FAILED;
        }
        ReplyWriter replies = new ReplyWriter(frames, () -> ProcessEnd.now(0));
        Function<LlamaContext, Scheduler> schedulers = context ->
                new Scheduler(context, loaded.model().vocabulary(), arguments.scheduling(), EngineWorker::die);
        Scheduler scheduler = schedulers.apply(loaded.context());
        ready.accept(scheduler);
        CallHandler handler = new CallHandler(
                loaded,
                scheduler,
                schedulers,
                arguments.scheduling().waiting(),
                arguments.scheduling().chunkTokens(),
                EngineWorker::die,
                replies::send);
        replies.send(0, new Message.Hello(loaded.info()));
        try {
            while (true) {
                Frame frame = frames.read();
                handler.handle(frame.call(), MessageCodec.decode(frame), frame.payload().length);
            }
        } catch (java.net.ProtocolException | IllegalArgumentException e) {
            System.err.println("The gateway sent " + e.getMessage() + "; the worker closes the connection.");
            return MALFORMED;
        } catch (OutOfMemoryError e) {
            System.err.println("There is no memory for what the gateway sent; the worker closes the connection.");
            return FAILED;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void send(FrameChannel frames, int call, Message message) {
        try {
            frames.write(MessageCodec.encode(call, message));
        } catch (IOException e) {
            ProcessEnd.now(0);
        }
    }

    private static void die(Throwable failure) {
        System.err.println("The engine failed: " + failure);
        ProcessEnd.now(FAILED);
    }
}
