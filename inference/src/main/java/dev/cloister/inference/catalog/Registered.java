package dev.cloister.inference.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code models.json} holds.
 *
 * @param inUse the model to serve; empty for the catalogue's default
 * @param models the installed ones, in the order they were added
 */
public record Registered(Optional<String> inUse, List<InstalledModel> models) {

    static final Registered NOTHING = new Registered(Optional.empty(), List.of());

    public Registered {
        models = List.copyOf(models);
    }

    /** The installed model of that name. */
    @JsonIgnore
    public Optional<InstalledModel> find(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    Registered with(InstalledModel model) {
        return new Registered(
                inUse, Stream.concat(models.stream(), Stream.of(model)).toList());
    }

    Registered without(String name) {
        return new Registered(
                inUse,
                models.stream().filter(model -> !model.name().equals(name)).toList());
    }

    Registered using(String name) {
        return new Registered(Optional.of(name), models);
    }
}
