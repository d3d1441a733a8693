package dev.cloister.inference.gguf;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small GGUF file in memory: its header, and the values of its single-precision tensors. */
public final class GgufFile {

    /** Most bytes of a file that is read this way; a control vector of a 70B model has 3 MB. */
    public static final long LARGEST_BYTES = 256L << 20;

    private final GgufHeader header;
    private final ByteBuffer bytes;

    private GgufFile(GgufHeader header, ByteBuffer bytes) {
        this.header = header;
        this.bytes = bytes;
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
            return new GgufFile(GgufHeader.read(path), ByteBuffer.wrap(Files.readAllBytes(path)));
        } catch (GgufException e) {
            throw new EngineException(
                    Code.MODEL_INVALID, path.getFileName() + " is no GGUF file: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new EngineException(Code.MODEL_INVALID, path.getFileName() + " cannot be read.", e);
        }
    }

    /** The text of a key; empty where there is none. */
    public Optional<String> text(String key) {
        return header.text(key);
    }

    /** The values of a single-precision tensor; empty where there is none of this name. */
    public Optional<float[]> floats(String tensor) {
        return header.tensors().stream()
                .filter(one -> one.name().equals(tensor) && one.type() == TensorType.F32)
                .findFirst()
                .map(this::floats);
    }

    /** The header was read strictly: every tensor lies inside the file. */
    private float[] floats(GgufTensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.bytes() / Float.BYTES)];
        bytes.slice(Math.toIntExact(header.dataOffset() + tensor.offset()), Math.toIntExact(tensor.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
