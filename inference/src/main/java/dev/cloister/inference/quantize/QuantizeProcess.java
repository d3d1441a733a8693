package dev.cloister.inference.quantize;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.ProcessEnd;
import dev.cloister.inference.llama.WeightType;
import java.nio.file.Path;

/** The process that converts one file: native directory, source, target, type, threads. Its last line says what failed. */
final class QuantizeProcess {

    /** The library or the file was refused, and the last line says why. */
    static final int REFUSED = 3;

    private QuantizeProcess() {}

    public static void main(String[] arguments) {
        try {
            LlamaLibrary.load(Path.of(arguments[0]))
                    .quantize(
                            Path.of(arguments[1]),
                            Path.of(arguments[2]),
                            WeightType.valueOf(arguments[3]),
                            Integer.parseInt(arguments[4]));
        } catch (EngineException e) {
            System.out.println(e.code() + " " + String.valueOf(e.getMessage()).replace('\n', ' '));
            System.out.flush();
            ProcessEnd.now(REFUSED);
        }
        ProcessEnd.now(0);
    }
}
