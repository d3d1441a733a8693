package dev.cloister.inference.worker;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;

/** Reads and writes frames. One reader; any number of writers. */
final class FrameChannel implements AutoCloseable {

    private final ByteChannel channel;
    private final int largest;
    private ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);

    /**
     * @param largest most bytes after the length field that a frame may have
     */
    FrameChannel(ByteChannel channel, int largest) {
        this.channel = channel;
        this.largest = largest;
    }

    /**
     * The next frame.
     *
     * @throws EOFException when the other side closed, whether or not in mid-frame
     * @throws ProtocolException when the frame is too large or too small; the connection is of no use then
     */
    Frame read() throws IOException {
        require(Integer.BYTES);
        int length = in.getInt();
        if (length < Frame.HEADER_BYTES || length > largest) {
            throw new ProtocolException("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        require(length);
        byte type = in.get();
        int call = in.getInt();
        byte[] payload = new byte[length - Frame.HEADER_BYTES];
        in.get(payload);
        return new Frame(type, call, payload);
    }

    /** Writes a frame whole. */
    void write(Frame frame) throws IOException {
        write(List.of(frame));
    }

    /** Writes frames whole, at once. */
    void write(List<Frame> frames) throws IOException {
        int bytes = 0;
        for (Frame frame : frames) {
            int length = Frame.HEADER_BYTES + frame.payload().length;
            if (length > largest) {
                throw new ProtocolException("a frame of " + length + " bytes");
            }
            bytes = Math.addExact(bytes, Integer.BYTES + length);
        }
        ByteBuffer out = ByteBuffer.allocate(bytes);
        for (Frame frame : frames) {
            out.putInt(Frame.HEADER_BYTES + frame.payload().length)
                    .put(frame.type())
                    .putInt(frame.call())
                    .put(frame.payload());
        }
        out.flip();
        synchronized (this) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void require(int bytes) throws IOException {
        if (in.remaining() >= bytes) {
            return;
        }
        if (in.capacity() < bytes) {
            in = ByteBuffer.allocate(bytes).put(in);
        } else {
            in.compact();
        }
        while (in.position() < bytes) {
            if (channel.read(in) < 0) {
                throw new EOFException("the other side closed the connection");
            }
        }
        in.flip();
    }
}
