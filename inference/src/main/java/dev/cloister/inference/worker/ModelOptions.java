package dev.cloister.inference.worker;

import dev.cloister.inference.llama.Attention;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.variant.AdapterFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What a served model can do beside itself.
 *
 * @param kvType what all contexts keep keys and values as
 * @param reproducible whether answers have the same bits on any number of threads, for which attention is computed more
 *     slowly; the same whatever else runs they have in any case
 * @param adapters files that requests may name in a {@link dev.cloister.inference.Variant}
 * @param variants variants whose answers can run at once, each in a context as large as the model's own
 */
public record ModelOptions(KvType kvType, boolean reproducible, List<AdapterFile> adapters, int variants) {

    /** Half precision, no adapters. */
    public static final ModelOptions DEFAULT = new ModelOptions(KvType.F16, false, List.of(), 2);

    private static final int FIELDS = 3;
    private static final int FIELDS_OF_FILE = 4;

    public ModelOptions {
        adapters = List.copyOf(adapters);
        if (reproducible && kvType != KvType.F16) {
            throw new IllegalArgumentException("reproducible answers need keys and values in half precision");
        }
        if (variants < 1 || variants > 64) {
            throw new IllegalArgumentException("1 to 64 variants can run at once");
        }
        long names = adapters.stream()
                .map(file -> file.kind() + " " + file.name())
                .distinct()
                .count();
        if (names < adapters.size()) {
            throw new IllegalArgumentException("two adapters have the same name");
        }
    }

    public ModelOptions withKvType(KvType to) {
        return new ModelOptions(to, reproducible, adapters, variants);
    }

    public ModelOptions withAdapters(List<AdapterFile> to) {
        return new ModelOptions(kvType, reproducible, to, variants);
    }

    public ModelOptions withReproducible(boolean to) {
        return new ModelOptions(kvType, to, adapters, variants);
    }

    /** How contexts of so many threads compute attention. */
    Attention attention(int threads) {
        return reproducible ? Attention.PLAIN : Attention.fastest(threads, kvType);
    }

    List<String> toCommandLine() {
        List<String> words =
                new ArrayList<>(List.of(kvType.name(), Boolean.toString(reproducible), Integer.toString(variants)));
        for (AdapterFile file : adapters) {
            words.addAll(List.of(file.kind().name(), file.name(), file.file().toString(), file.sha256()));
        }
        return words;
    }

    static ModelOptions parse(List<String> words) {
        if (words.size() < FIELDS || (words.size() - FIELDS) % FIELDS_OF_FILE != 0) {
            throw new IllegalArgumentException("the worker is started by the gateway, with whole options");
        }
        List<AdapterFile> files = new ArrayList<>();
        for (int i = FIELDS; i < words.size(); i += FIELDS_OF_FILE) {
            files.add(new AdapterFile(
                    AdapterFile.Kind.valueOf(words.get(i)),
                    words.get(i + 1),
                    java.nio.file.Path.of(words.get(i + 2)),
                    words.get(i + 3)));
        }
        return new ModelOptions(
                KvType.valueOf(words.get(0)),
                Boolean.parseBoolean(words.get(1)),
                files,
                Integer.parseInt(words.get(2)));
    }
}
