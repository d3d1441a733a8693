package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.HiddenStateProbe;
import dev.cloister.inference.HiddenStateProbeFactory;
import dev.cloister.inference.ProbeSpec;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The probes on the worker's class path, by name. */
final class ProbeRegistry {

    private final Map<String, HiddenStateProbeFactory> factories;

    ProbeRegistry() {
        factories = ServiceLoader.load(HiddenStateProbeFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toUnmodifiableMap(HiddenStateProbeFactory::name, Function.identity()));
    }

    /** Fresh probes for one text, or INVALID_REQUEST. */
    List<HiddenStateProbe> create(List<ProbeSpec> specs) {
        return specs.stream().map(this::create).toList();
    }

    private HiddenStateProbe create(ProbeSpec spec) {
        HiddenStateProbeFactory factory = factories.get(spec.name());
        if (factory == null) {
            throw new EngineException(
                    Code.INVALID_REQUEST, "No probe is called " + spec.name() + " on the worker's class path.");
        }
        try {
            return factory.create(spec.parameters());
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    Code.INVALID_REQUEST, "The probe " + spec.name() + " refuses its parameters: " + e.getMessage(), e);
        }
    }
}
