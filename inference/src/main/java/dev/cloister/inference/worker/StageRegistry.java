package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;
import dev.cloister.inference.StageSpec;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sampling stages on the worker's class path, by name. */
final class StageRegistry {

    private final Map<String, LogitsStageFactory> factories;

    StageRegistry() {
        factories = ServiceLoader.load(LogitsStageFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toUnmodifiableMap(LogitsStageFactory::name, Function.identity()));
    }

    /** Fresh stages for one answer, or INVALID_REQUEST. */
    List<LogitsStage> create(List<StageSpec> specs) {
        return specs.stream().map(this::create).toList();
    }

    private LogitsStage create(StageSpec spec) {
        LogitsStageFactory factory = factories.get(spec.name());
        if (factory == null) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "No sampling stage is called " + spec.name() + " on the worker's class path.");
        }
        try {
            return factory.create(spec.parameters());
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "The sampling stage " + spec.name() + " refuses its parameters: " + e.getMessage(),
                    e);
        }
    }
}
