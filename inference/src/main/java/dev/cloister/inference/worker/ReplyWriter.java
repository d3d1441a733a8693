package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sends replies on a thread of its own, all that wait in one write: a step of the model waits neither for the socket nor
 * for who is woken by it. Whoever replies waits only while very many replies do.
 */
final class ReplyWriter {

    private static final int WAITING = 4096;
    private static final int LARGEST = Frame.LARGEST_BYTES - Frame.HEADER_BYTES;
    private static final Message TOO_LARGE = new Message.Failed(
            EngineException.Code.INVALID_REQUEST, "What was asked for is too large to be sent; ask for less at once.");

    private static final int BYTES_AT_ONCE = 1 << 16;

    private final FrameChannel frames;
    private final Runnable broken;
    private final BlockingQueue<Frame> waiting = new ArrayBlockingQueue<>(WAITING);

    /**
     * @param broken told when the connection is of no use any more
     */
    ReplyWriter(FrameChannel frames, Runnable broken) {
        this.frames = frames;
        this.broken = broken;
        Thread.ofPlatform().name("replies").daemon().start(this::run);
    }

    void send(int call, Message message) {
        try {
            Frame frame = MessageCodec.encode(call, message);
            waiting.put(frame.payload().length < LARGEST ? frame : MessageCodec.encode(call, TOO_LARGE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                frames.write(next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            System.err.println("Replies cannot be sent: " + e);
            broken.run();
        }
    }

    private List<Frame> next() throws InterruptedException {
        List<Frame> next = new ArrayList<>();
        int bytes = 0;
        for (Frame frame = waiting.take(); frame != null; frame = bytes < BYTES_AT_ONCE ? waiting.poll() : null) {
            next.add(frame);
            bytes += frame.payload().length;
        }
        return next;
    }
}
