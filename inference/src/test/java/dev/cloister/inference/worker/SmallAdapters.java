package dev.cloister.inference.worker;

import dev.cloister.inference.gguf.GgufWriter;
import dev.cloister.inference.llama.NativeFiles;
import dev.cloister.inference.variant.AdapterFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Adapters and control vectors of small random weights for the default model. */
final class SmallAdapters {

    private static final int WIDTH = 576;
    private static final int RANK = 4;

    private SmallAdapters() {}

    static AdapterFile lora(Path folder, String name, long seed) {
        Random random = new Random(seed);
        GgufWriter writer = new GgufWriter()
                .text("general.type", "adapter")
                .text("general.architecture", "llama")
                .text("adapter.type", "lora")
                .float32("adapter.lora.alpha", RANK);
        for (int layer = 0; layer < 30; layer += 3) {
            String tensor = "blk." + layer + ".attn_q.weight";
            writer.tensor(tensor + ".lora_a", weights(random, WIDTH * RANK, 0.05f), WIDTH, RANK);
            writer.tensor(tensor + ".lora_b", weights(random, RANK * WIDTH, 0.05f), RANK, WIDTH);
        }
        return write(folder, AdapterFile.Kind.LORA, name, writer);
    }

    static AdapterFile controlVector(Path folder, String name, long seed) {
        Random random = new Random(seed);
        GgufWriter writer = new GgufWriter().text("general.architecture", "controlvector");
        for (int layer = 5; layer < 25; layer++) {
            writer.tensor("direction." + layer, weights(random, WIDTH, 0.3f), WIDTH);
        }
        return write(folder, AdapterFile.Kind.CONTROL_VECTOR, name, writer);
    }

    static AdapterFile write(Path folder, AdapterFile.Kind kind, String name, GgufWriter writer) {
        try {
            Path file = Files.write(folder.resolve(name + ".gguf"), writer.bytes());
            return new AdapterFile(kind, name, file, NativeFiles.sha256(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] weights(Random random, int count, float spread) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = spread * (float) random.nextGaussian();
        }
        return values;
    }
}
