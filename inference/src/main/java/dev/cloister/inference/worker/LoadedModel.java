package dev.cloister.inference.worker;

import dev.cloister.inference.Computation;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.NativeFiles;
import dev.cloister.inference.template.TemplateProgram;
import java.nio.file.Path;
import java.util.Optional;

/** The worker's model and its one context. Never closed: the worker's end frees them. */
record LoadedModel(
        ModelInfo info, LlamaModel model, LlamaContext context, Optional<Path> templateProgram, ModelOptions options) {

    static LoadedModel load(WorkerArguments arguments) {
        NativeFiles.checkModel(arguments.modelFile(), arguments.modelSha256());
        LlamaLibrary library = LlamaLibrary.load(arguments.nativeDirectory());
        LlamaModel model = library.loadModel(arguments.modelFile());
        if (arguments.contextTokens() > model.trainedContext()) {
            throw new EngineException(
                    Code.ENGINE_UNAVAILABLE,
                    "The model was trained with a context of %d tokens, %d were asked for; lower the setting."
                            .formatted(model.trainedContext(), arguments.contextTokens()));
        }
        int batch = Math.max(arguments.scheduling().chunkTokens(), arguments.sequences());
        LlamaContext context = model.newContext(new ContextSettings(
                arguments.sequences(),
                arguments.contextTokens(),
                batch,
                arguments.threads(),
                arguments.options().kvType(),
                arguments.options().attention(arguments.threads())));
        requireWorking(model, context);
        ModelInfo info = new ModelInfo(
                arguments.modelName(),
                arguments.modelSha256(),
                model.vocabulary().sha256(),
                model.vocabulary().size(),
                arguments.contextTokens(),
                library.version(),
                Optional.of(computation(arguments)));
        return new LoadedModel(
                info, model, context, TemplateProgram.of(arguments.nativeDirectory()), arguments.options());
    }

    private static Computation computation(WorkerArguments arguments) {
        ModelOptions options = arguments.options();
        return new Computation(
                arguments.threads(),
                options.kvType().name(),
                options.attention(arguments.threads()).name(),
                options.reproducible(),
                arguments.scheduling().chunkTokens());
    }

    /** One step: a file that is whole may still hold what ends the library, or computes nothing. */
    private static void requireWorking(LlamaModel model, LlamaContext context) {
        context.begin();
        context.add(0, 0, true);
        context.decode();
        float[] row = new float[model.vocabulary().size()];
        context.copyLogits(0, row);
        context.clear(0);
        for (float logit : row) {
            if (!Float.isFinite(logit)) {
                throw new EngineException(
                        Code.MODEL_INVALID,
                        "The model computes logits that are no numbers; its file is damaged. Delete it and fetch it again.");
            }
        }
    }
}
