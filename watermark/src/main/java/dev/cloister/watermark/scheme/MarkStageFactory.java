package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.WatermarkException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Makes the marker of any scheme in the worker process. Parameters are one version byte and the scheme; anything else is
 * refused. The product's green list has its own, {@link GreenListStageFactory}.
 */
public final class MarkStageFactory implements LogitsStageFactory {

    /** The name in stage specifications. */
    public static final String NAME = "mark";

    private static final byte VERSION = 1;

    /** What a generation request carries so that its answer is marked. Holds the key: never to be logged. */
    public static StageSpec spec(MarkScheme.OnTokens scheme) {
        Secret bytes = new Secret();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            MarkEncoding.write(scheme, out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written to.", e);
        }
        byte[] encoded = bytes.toByteArray();
        StageSpec spec = new StageSpec(NAME, encoded);
        Arrays.fill(encoded, (byte) 0);
        bytes.wipe();
        return spec;
    }

    /** Bytes that do not stay in memory; keys fit without growing. */
    private static final class Secret extends ByteArrayOutputStream {

        private static final int ROOM = 512;

        Secret() {
            super(ROOM);
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogitsStage create(byte[] parameters) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(parameters))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("Not the parameters of a version " + VERSION + " mark.");
            }
            LogitsStage marker = MarkEncoding.read(in).marker();
            if (in.available() > 0) {
                throw new IllegalArgumentException("A mark's parameters are longer than the scheme.");
            }
            return marker;
        } catch (IOException | WatermarkException e) {
            throw new IllegalArgumentException("A mark's parameters are cut short or out of range.", e);
        }
    }
}
