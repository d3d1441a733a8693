package dev.cloister.gateway.openai.model;

import dev.cloister.gateway.engine.DeferredEngine;
import dev.cloister.gateway.hash.Sha256;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.ModelInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** What can be asked by which name. Nothing here waits: a model that is still starting is said to be. */
@ApplicationScoped
public class ServedModels {

    /** The hub: the model with the owner's documents and apps. */
    public static final String HUB = "cloister";

    /** The embedder, all-MiniLM-L6-v2, quantised. */
    public static final String EMBEDDER = "all-minilm-l6-v2";

    private static final Duration START = Duration.ofSeconds(3);
    private static final int FINGERPRINT_DIGITS = 12;

    private final DeferredEngine engine;

    public ServedModels(DeferredEngine engine) {
        this.engine = engine;
    }

    /** Who can answer. */
    public sealed interface Speaker {

        /** The model itself. */
        record Bare(ModelInfo model) implements Speaker {}

        /** The hub. */
        record Hub() implements Speaker {}
    }

    /** All names, the language model first. */
    public List<String> names() {
        return List.of(model().name(), HUB, EMBEDDER);
    }

    /** Takes the field {@code model} of a request for an answer. */
    public Speaker speaker(Fields fields) {
        String name = fields.required("model").text();
        ModelInfo model = model();
        if (name.equals(HUB)) {
            return new Speaker.Hub();
        }
        if (!name.equals(model.name())) {
            throw unknown(name);
        }
        return new Speaker.Bare(model);
    }

    /** Takes the field {@code model} of a request for answers that the hub does not give. */
    public ModelInfo bare(Fields fields) {
        return switch (speaker(fields)) {
            case Speaker.Bare bare -> bare.model();
            case Speaker.Hub hub -> throw fields.wrong("model", "must name the model itself: the hub takes chats");
        };
    }

    /** Takes the field {@code model} of a request for vectors. */
    public void requireEmbedder(Fields fields) {
        String name = fields.required("model").text();
        model();
        if (!name.equals(EMBEDDER)) {
            throw names().contains(name)
                    ? fields.wrong("model", "must be " + EMBEDDER + ", the model that embeds")
                    : unknown(name);
        }
    }

    /** The served language model. */
    public ModelInfo model() {
        if (!engine.ready() && engine.failure().isEmpty()) {
            throw new Refusal(
                            503,
                            "ENGINE_STARTING",
                            "The model is still being loaded.",
                            "It takes a few seconds. Try again in a moment.")
                    .retryAfter(START);
        }
        return engine.model();
    }

    /** Changes when the same request may give another answer: over the model file's hash and the library's version. */
    public String fingerprint() {
        ModelInfo model = model();
        String all = model.fileSha256() + " " + model.libraryVersion();
        return "fp_" + Sha256.hex(all).substring(0, FINGERPRINT_DIGITS);
    }

    /** The refusal of a name that nothing here has. */
    public static Refusal unknown(String name) {
        return new Refusal(
                        404,
                        "MODEL_NOT_FOUND",
                        "There is no model " + Fields.shown(name) + ".",
                        "GET /v1/models lists the names.")
                .about("model");
    }
}
