package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.ProcessEnd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that loads and tries one model file after the other, as the worker would, and says how each went. */
final class ModelLoader {

    private ModelLoader() {}

    public static void main(String[] arguments) throws IOException {
        LlamaLibrary library = LlamaLibrary.load(Path.of(arguments[0]));
        BufferedReader files = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("READY");
        for (String file = files.readLine(); file != null; file = files.readLine()) {
            System.out.println(tried(library, Path.of(file)));
        }
        ProcessEnd.now(0);
    }

    private static String tried(LlamaLibrary library, Path file) {
        try (LlamaModel model = library.loadModel(file);
                LlamaContext context = model.newContext(new ContextSettings(1, 32, 8, 1))) {
            int[] tokens = model.tokenize("a model that works", true, false);
            float[] row = new float[context.vocabularySize()];
            context.begin();
            for (int i = 0; i < Math.min(8, tokens.length); i++) {
                context.add(0, tokens[i], true);
            }
            if (tokens.length > 0) {
                context.decode();
                context.copyLogits(0, row);
            }
            return "WORKS";
        } catch (EngineException e) {
            return e.code().name();
        } catch (RuntimeException e) {
            return "THROWS " + e;
        }
    }
}
