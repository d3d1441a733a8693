package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The client's end of the socket: many calls at once, and a reader that gives each reply to its call. */
final class WorkerConnection {

    private final FrameChannel frames;
    private final Map<Integer, ReplySink> calls = new ConcurrentHashMap<>();
    private final AtomicInteger lastCall = new AtomicInteger();
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
        try {
            frames.write(frame);
            return true;
        } catch (IOException e) {
            return calls.remove(id) == null;
        }
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
            frames.write(MessageCodec.encode(id, message));
        } catch (IOException e) {
            lost = true;
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
        try {
            frames.close();
        } catch (IOException e) {
            // The descriptor is gone either way.
            return;
        }
    }
}
