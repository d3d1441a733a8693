package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON objects on a socket, each after its length in four bytes, the highest first. */
final class Frames {

    /** A command line with the engine's class path takes some ten thousand. */
    static final int LARGEST_BYTES = 64 << 10;

    private Frames() {}

    /**
     * Reads one.
     *
     * @throws SandboxException with MESSAGE_INVALID where it is too large, no UTF-8 or no JSON object
     * @throws EOFException where the other side has closed
     */
    static Json.Obj read(SocketChannel channel) throws IOException {
        int length = fill(channel, ByteBuffer.allocate(Integer.BYTES)).getInt();
        if (length < 2 || length > LARGEST_BYTES) {
            throw new SandboxException(
                    SandboxException.Code.MESSAGE_INVALID,
                    "A message has " + length + " bytes; it may have " + LARGEST_BYTES + ".");
        }
        ByteBuffer bytes = fill(channel, ByteBuffer.allocate(length));
        try {
            return parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw new SandboxException(SandboxException.Code.MESSAGE_INVALID, "A message is no UTF-8.", e);
        }
    }

    /** One at a time: the starter's heap is small, and values take more of it than their text. */
    private static synchronized Json.Obj parse(String text) {
        return Json.parseObject(text);
    }

    static void write(SocketChannel channel, Json.Obj message) throws IOException {
        byte[] text = message.text().getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + text.length);
        frame.putInt(text.length).put(text).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private static ByteBuffer fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other side has closed");
            }
        }
        return buffer.flip();
    }
}
