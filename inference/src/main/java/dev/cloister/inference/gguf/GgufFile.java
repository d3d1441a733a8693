package dev.cloister.inference.gguf;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A small GGUF file in memory: its texts and its single-precision tensors (ggml's specification of GGUF, version 3).
 * Every count and length is checked against the bytes that are left.
 */
public final class GgufFile {

    /** Most bytes of a file that is read this way; a control vector of a 70B model has 3 MB. */
    public static final long LARGEST_BYTES = 256L << 20;

    private static final int MAGIC = 0x46554747;
    private static final int VERSION = 3;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int MOST_DIMENSIONS = 4;
    private static final int SINGLE_PRECISION = 0;

    private static final int BOOLEAN = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int UINT32 = 4;
    private static final int[] SCALAR_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private final ByteBuffer in;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private int alignment = DEFAULT_ALIGNMENT;

    private record Tensor(int type, long values, long offset) {}

    private GgufFile(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a file.
     *
     * @throws EngineException MODEL_INVALID when it is no such file
     */
    public static GgufFile read(Path path) {
        try {
            if (Files.size(path) > LARGEST_BYTES) {
                throw new EngineException(
                        Code.MODEL_INVALID, path.getFileName() + " is larger than " + LARGEST_BYTES + " bytes.");
            }
            return read(ByteBuffer.wrap(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new EngineException(Code.MODEL_INVALID, path.getFileName() + " cannot be read.", e);
        } catch (Malformed e) {
            throw new EngineException(
                    Code.MODEL_INVALID, path.getFileName() + " is no GGUF file: " + e.getMessage(), e);
        }
    }

    /** The text of a key; empty where there is none. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** The values of a single-precision tensor; empty where there is none of this name. */
    public Optional<float[]> floats(String tensor) {
        Tensor one = tensors.get(tensor);
        if (one == null || one.type() != SINGLE_PRECISION) {
            return Optional.empty();
        }
        long start = align(in.position()) + one.offset();
        long bytes = one.values() * Float.BYTES;
        if (start + bytes > in.limit()) {
            throw new EngineException(Code.MODEL_INVALID, "The tensor " + tensor + " reaches behind the file's end.");
        }
        float[] values = new float[(int) one.values()];
        in.slice((int) start, (int) bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return Optional.of(values);
    }

    private static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what);
        }
    }

    private static GgufFile read(ByteBuffer bytes) throws Malformed {
        GgufFile file = new GgufFile(bytes);
        try {
            file.readHeader();
        } catch (BufferUnderflowException e) {
            throw new Malformed("it is cut off");
        }
        return file;
    }

    private void readHeader() throws Malformed {
        require(in.getInt() == MAGIC, "it does not begin as one");
        require(in.getInt() == VERSION, "its version is not 3");
        long tensorCount = count(24);
        long keyCount = count(13);
        for (long i = 0; i < keyCount; i++) {
            readKey();
        }
        for (long i = 0; i < tensorCount; i++) {
            readTensor();
        }
    }

    private void readKey() throws Malformed {
        String key = string();
        int type = in.getInt();
        if (type == STRING) {
            texts.put(key, string());
        } else if (type == UINT32 && key.equals("general.alignment")) {
            alignment = in.getInt();
            require(alignment > 0 && Integer.bitCount(alignment) == 1, "its alignment is no power of 2");
        } else {
            skip(type);
        }
    }

    private void skip(int type) throws Malformed {
        if (type == STRING) {
            string();
        } else if (type == ARRAY) {
            int element = in.getInt();
            require(element != ARRAY, "it has an array of arrays");
            long length = count(element == STRING ? Long.BYTES : scalarBytes(element));
            for (long i = 0; i < length; i++) {
                skip(element);
            }
        } else {
            int bytes = scalarBytes(type);
            require(in.remaining() >= bytes, "it is cut off");
            in.position(in.position() + bytes);
        }
    }

    private void readTensor() throws Malformed {
        String name = string();
        int dimensions = in.getInt();
        require(dimensions >= 1 && dimensions <= MOST_DIMENSIONS, "a tensor has no dimensions, or too many");
        long values = 1;
        for (int i = 0; i < dimensions; i++) {
            long size = in.getLong();
            require(size >= 0 && size <= LARGEST_BYTES && values * size <= LARGEST_BYTES, "a tensor is too large");
            values *= size;
        }
        int type = in.getInt();
        long offset = in.getLong();
        require(offset >= 0 && offset <= in.limit(), "a tensor lies behind the file's end");
        require(tensors.put(name, new Tensor(type, values, offset)) == null, "two tensors have the same name");
    }

    private static int scalarBytes(int type) throws Malformed {
        require(
                type >= 0 && type < SCALAR_BYTES.length && (type <= BOOLEAN || type > ARRAY),
                "a value has no known type");
        return SCALAR_BYTES[type];
    }

    private long align(long position) {
        return (position + alignment - 1) / alignment * alignment;
    }

    private String string() throws Malformed {
        byte[] bytes = new byte[(int) count(1)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long count(int bytesEach) throws Malformed {
        long count = in.getLong();
        require(count >= 0 && count <= in.remaining() / bytesEach, "a length reaches behind its end");
        return count;
    }

    private static void require(boolean holds, String what) throws Malformed {
        if (!holds) {
            throw new Malformed(what);
        }
    }
}
