package dev.cloister.inference.worker;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a message's fields strictly: no field reaches behind the payload, nothing may be left over. */
final class PayloadReader {

    private final ByteBuffer in;

    PayloadReader(byte[] payload) {
        in = ByteBuffer.wrap(payload);
    }

    /** Reads one element of a list. */
    interface Element<T> {
        T read(PayloadReader in) throws ProtocolException;
    }

    int int32() throws ProtocolException {
        need(Integer.BYTES);
        return in.getInt();
    }

    long int64() throws ProtocolException {
        need(Long.BYTES);
        return in.getLong();
    }

    double float64() throws ProtocolException {
        return Double.longBitsToDouble(int64());
    }

    boolean flag() throws ProtocolException {
        int value = int32();
        if (value != 0 && value != 1) {
            throw malformed("a flag that is neither 0 nor 1");
        }
        return value == 1;
    }

    byte[] bytes() throws ProtocolException {
        byte[] value = new byte[count(1)];
        in.get(value);
        return value;
    }

    String text() throws ProtocolException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a text that is not UTF-8");
        }
    }

    int[] ints() throws ProtocolException {
        int[] values = new int[count(Integer.BYTES)];
        in.asIntBuffer().get(values);
        in.position(in.position() + Integer.BYTES * values.length);
        return values;
    }

    float[] floats() throws ProtocolException {
        float[] values = new float[count(Float.BYTES)];
        in.asFloatBuffer().get(values);
        in.position(in.position() + Float.BYTES * values.length);
        return values;
    }

    <T> List<T> list(Element<T> element) throws ProtocolException {
        int size = count(Integer.BYTES);
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(element.read(this));
        }
        return values;
    }

    <T extends Enum<T>> T constant(T[] constants) throws ProtocolException {
        int ordinal = int32();
        if (ordinal < 0 || ordinal >= constants.length) {
            throw malformed("a constant out of range");
        }
        return constants[ordinal];
    }

    void end() throws ProtocolException {
        if (in.hasRemaining()) {
            throw malformed(in.remaining() + " bytes too many");
        }
    }

    static ProtocolException malformed(String what) {
        return new ProtocolException("a frame with " + what);
    }

    private int count(int bytesEach) throws ProtocolException {
        int count = int32();
        if (count < 0 || (long) count * bytesEach > in.remaining()) {
            throw malformed("a length that reaches behind its end");
        }
        return count;
    }

    private void need(int bytes) throws ProtocolException {
        if (in.remaining() < bytes) {
            throw malformed("too few bytes");
        }
    }
}
