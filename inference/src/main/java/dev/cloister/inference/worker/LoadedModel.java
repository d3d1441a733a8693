package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.NativeFiles;

/** The worker's model and its one context. Never closed: the worker's end frees them. */
record LoadedModel(ModelInfo info, LlamaModel model, LlamaContext context) {

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
        LlamaContext context = model.newContext(
                new ContextSettings(arguments.sequences(), arguments.contextTokens(), batch, arguments.threads()));
        ModelInfo info = new ModelInfo(
                arguments.modelName(),
                arguments.modelSha256(),
                model.vocabulary().sha256(),
                model.vocabulary().size(),
                arguments.contextTokens(),
                library.version());
        return new LoadedModel(info, model, context);
    }
}
