package dev.cloister.inference.variant;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Variant;
import dev.cloister.inference.gguf.GgufFile;
import dev.cloister.inference.llama.Adaptation;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.LoraAdapter;
import dev.cloister.inference.llama.NativeFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that change a model, by name. Each is checked and loaded when it is first asked for, and stays loaded. Safe
 * for use by several threads.
 */
public final class Adaptations {

    private static final int MOST_AT_ONCE = 8;

    private final LlamaModel model;
    private final List<AdapterFile> files;
    private final Map<String, LoraAdapter> adapters = new HashMap<>();
    private final Map<String, float[]> directions = new HashMap<>();

    public Adaptations(LlamaModel model, List<AdapterFile> files) {
        this.model = model;
        this.files = List.copyOf(files);
    }

    /**
     * The same variant without what has no strength, in the order of names: equal variants become equal.
     *
     * @throws EngineException INVALID_REQUEST for a name that is unknown or stands twice
     */
    public Variant normal(Variant variant) {
        return new Variant(
                normal(AdapterFile.Kind.LORA, variant.adapters()),
                normal(AdapterFile.Kind.CONTROL_VECTOR, variant.controlVectors()));
    }

    /**
     * What a normal variant changes.
     *
     * @throws EngineException MODEL_INVALID for a file that is not the agreed one, or not made for this model
     */
    public synchronized Adaptation of(Variant normal) {
        List<Adaptation.Strength> strengths = new ArrayList<>();
        for (Variant.Weighted one : normal.adapters()) {
            strengths.add(new Adaptation.Strength(
                    adapters.computeIfAbsent(
                            one.name(),
                            name -> model.loadAdapter(
                                    checked(AdapterFile.Kind.LORA, name).file())),
                    one.strength()));
        }
        int width = model.width();
        float[] sum = new float[normal.controlVectors().isEmpty() ? 0 : width * (model.layers() - 1)];
        for (Variant.Weighted one : normal.controlVectors()) {
            float[] direction = directions.computeIfAbsent(
                    one.name(), name -> direction(checked(AdapterFile.Kind.CONTROL_VECTOR, name)));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += one.strength() * direction[i];
            }
        }
        return new Adaptation(strengths, sum);
    }

    private List<Variant.Weighted> normal(AdapterFile.Kind kind, List<Variant.Weighted> weighted) {
        List<String> names =
                weighted.stream().map(Variant.Weighted::name).sorted().toList();
        if (names.stream().distinct().count() < names.size() || names.size() > MOST_AT_ONCE) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "A variant names each adapter once, and at most " + MOST_AT_ONCE + " of a kind.");
        }
        names.forEach(name -> find(kind, name));
        return weighted.stream()
                .filter(one -> one.strength() != 0)
                .sorted(java.util.Comparator.comparing(Variant.Weighted::name))
                .toList();
    }

    private AdapterFile find(AdapterFile.Kind kind, String name) {
        Optional<AdapterFile> file = files.stream()
                .filter(one -> one.kind() == kind && one.name().equals(name))
                .findFirst();
        return file.orElseThrow(() -> new EngineException(
                Code.INVALID_REQUEST,
                "No %s is called %s; the engine was started with %s."
                        .formatted(
                                kind == AdapterFile.Kind.LORA ? "adapter" : "control vector",
                                name,
                                files.isEmpty()
                                        ? "none"
                                        : files.stream().map(AdapterFile::name).toList())));
    }

    private AdapterFile checked(AdapterFile.Kind kind, String name) {
        AdapterFile file = find(kind, name);
        NativeFiles.checkModel(file.file(), file.sha256());
        return file;
    }

    /** Tensors {@code direction.N} for layers 1 and up; a layer without one is not changed. */
    private float[] direction(AdapterFile file) {
        int width = model.width();
        float[] all = new float[width * (model.layers() - 1)];
        GgufFile read = GgufFile.read(file.file());
        boolean any = false;
        for (int layer = 1; layer < model.layers(); layer++) {
            Optional<float[]> row = read.floats("direction." + layer);
            if (row.isPresent()) {
                if (row.get().length != width) {
                    throw unfit(file, "its directions have %d values".formatted(row.get().length));
                }
                System.arraycopy(row.get(), 0, all, (layer - 1) * width, width);
                any = true;
            }
        }
        if (!any) {
            throw unfit(file, "it holds no direction");
        }
        for (float value : all) {
            if (!Float.isFinite(value)) {
                throw unfit(file, "it holds values that are not finite");
            }
        }
        return all;
    }

    private EngineException unfit(AdapterFile file, String why) {
        return new EngineException(
                Code.MODEL_INVALID,
                "The control vector %s does not fit a model of width %d: %s. The model is served without it."
                        .formatted(file.name(), model.width(), why));
    }
}
