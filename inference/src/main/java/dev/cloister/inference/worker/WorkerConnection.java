package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client's end of the socket: many calls at once, and a reader that gives each reply to its call. A thread of its own
 * writes: a channel closes under a thread that is interrupted, and whoever gives up one call must not end all others.
 */
final class WorkerConnection {

    private final FrameChannel frames;
    private final Map<Integer, ReplySink> calls = new ConcurrentHashMap<>();
    private final AtomicInteger lastCall = new AtomicInteger();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("engine requests").daemon().factory());
    private volatile boolean lost;

    WorkerConnection(FrameChannel frames) {
        this.frames = frames;
    }

    /** Starts a call; false when the connection is lost already. The sink hears of a later loss. */
    boolean call(int id, Message message, ReplySink sink) {
        Frame frame = MessageCodec.encode(id, message);
        if (frame.payload().length + Frame.HEADER_BYTES > Frame.LARGEST_BYTES) {
            throw new EngineException(
                    Code.PROMPT_TOO_LONG,
                    "The request has %d bytes, at most %d fit; shorten it."
                            .formatted(frame.payload().length, Frame.LARGEST_BYTES));
        }
        calls.put(id, sink);
        if (lost) {
            return calls.remove(id) == null;
        }
        return write(frame) || calls.remove(id) == null;
    }

    /** Whether a reply is awaited. */
    boolean busy() {
        return calls.values().stream().anyMatch(sink -> !(sink instanceof Ping));
    }

    /** Nobody waits for the call's replies any longer. */
    void abandon(int id) {
        calls.remove(id);
    }

    int nextCall() {
        return lastCall.incrementAndGet();
    }

    /** Sends a message that has no reply of its own; a lost connection has been told to the call's sink. */
    void tell(int id, Message message) {
        try {
            writer.execute(() -> written(MessageCodec.encode(id, message)));
        } catch (RejectedExecutionException e) {
            lost = true;
        }
    }

    /** Waits until the frame is written, also where the thread is interrupted; false when the connection is lost. */
    private boolean write(Frame frame) {
        try {
            return CompletableFuture.supplyAsync(() -> written(frame), writer).join();
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private boolean written(Frame frame) {
        try {
            frames.write(frame);
            return true;
        } catch (IOException e) {
            lost = true;
            return false;
        }
    }

    /** Reads until the connection ends, then tells every call that is not complete. */
    void readAll() {
        try {
            while (true) {
                Frame frame = frames.read();
                Message message = MessageCodec.decode(frame);
                ReplySink sink = calls.get(frame.call());
                if (sink != null && !sink.take(message)) {
                    calls.remove(frame.call());
                }
            }
        } catch (IOException e) {
            lost = true;
            EngineException failure = new EngineException(
                    Code.ENGINE_CRASHED,
                    "The engine's worker ended in mid-answer. What it had answered is kept; ask again.",
                    e);
            for (Integer id : calls.keySet()) {
                ReplySink sink = calls.remove(id);
                if (sink != null) {
                    sink.lost(failure);
                }
            }
        } finally {
            close();
        }
    }

    void close() {
        lost = true;
        writer.shutdown();
        try {
            frames.close();
        } catch (IOException e) {
            // The descriptor is gone either way.
            return;
        }
    }
}
