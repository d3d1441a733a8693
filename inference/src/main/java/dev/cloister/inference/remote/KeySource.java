package dev.cloister.inference.remote;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where a server's key is read when it is needed; the key itself is stored nowhere else. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = KeySource.None.class, name = "none"),
    @JsonSubTypes.Type(value = KeySource.Variable.class, name = "variable"),
    @JsonSubTypes.Type(value = KeySource.InFile.class, name = "file")
})
public sealed interface KeySource {

    /** The server takes requests without a key. */
    record None() implements KeySource {}

    /** An environment variable of the gateway. */
    record Variable(String name) implements KeySource {}

    /** A file below the home's {@code keys}, readable by its owner alone. */
    record InFile(String name) implements KeySource {}
}
