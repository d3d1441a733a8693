package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.key.MarkKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes green-list stages in the worker process. Parameters are one version byte, the 32 bytes of the mark key, gamma
 * and delta as IEEE 754 doubles, big-endian; anything else is refused.
 */
public final class GreenListStageFactory implements LogitsStageFactory {

    /** The scheme's name, in stage specifications and in {@link dev.cloister.watermark.key.MarkName}. */
    public static final String NAME = "green-list";

    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + MarkKey.BYTES + 2 * Double.BYTES;

    /** What a generation request carries so that its answer is marked. Holds the key: never to be logged. */
    public static StageSpec spec(MarkKey key, GreenListParameters parameters) {
        byte[] secret = key.reveal();
        byte[] encoded = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .put(secret)
                .putDouble(parameters.gamma())
                .putDouble(parameters.delta())
                .array();
        StageSpec spec = new StageSpec(NAME, encoded);
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
        return spec;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogitsStage create(byte[] parameters) {
        if (parameters.length != LENGTH || parameters[0] != VERSION) {
            throw new IllegalArgumentException("Not the parameters of a version " + VERSION + " green list.");
        }
        ByteBuffer in = ByteBuffer.wrap(parameters, 1, LENGTH - 1);
        byte[] secret = new byte[MarkKey.BYTES];
        in.get(secret);
        try {
            GreenListParameters decoded = new GreenListParameters(in.getDouble(), in.getDouble());
            return new GreenListStage(new GreenList(MarkKey.of(secret), decoded), decoded.delta());
        } catch (WatermarkException e) {
            throw new IllegalArgumentException("Green-list parameters are out of range.", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
