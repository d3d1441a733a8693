package dev.cloister.watermark.attack.steal;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;
import dev.cloister.inference.StageSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Draws tokens by {@link StolenRules}: a positive force forges the mark, a negative one avoids it. For benchmarks.
 * Parameters are one version byte, the force as a double, and the rules; anything else is refused.
 */
public final class StolenRulesStageFactory implements LogitsStageFactory {

    private static final String NAME = "stolen-rules";
    private static final byte VERSION = 2;
    private static final double STRONGEST = 100;

    /** @param force what a token of full strength gains or loses, in nats */
    public static StageSpec spec(StolenRules rules, double force) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeDouble(force);
            rules.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written to.", e);
        }
        return new StageSpec(NAME, bytes.toByteArray());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogitsStage create(byte[] parameters) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(parameters))) {
            byte version = in.readByte();
            double force = in.readDouble();
            StolenRules rules = StolenRules.read(in);
            if (version != VERSION || !(Math.abs(force) <= STRONGEST) || in.available() > 0) {
                throw new IllegalArgumentException("Not the parameters of version " + VERSION + " stolen rules.");
            }
            return new Stage(rules, force);
        } catch (IOException e) {
            throw new IllegalArgumentException("The parameters of stolen rules are cut short or out of range.", e);
        }
    }

    private record Stage(StolenRules rules, double force) implements LogitsStage.CandidateStage {

        @Override
        public void apply(int[] context, int[] candidates, float[] logits) {
            float[] strengths =
                    rules.strengths(context, Arrays.stream(candidates).max().orElse(0));
            for (int i = 0; i < candidates.length; i++) {
                logits[i] += (float) (force * strengths[candidates[i]]);
            }
        }
    }
}
