package dev.cloister.inference.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A model that an instance can serve. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ModelFile.class, name = "file"),
    @JsonSubTypes.Type(value = ModelServer.class, name = "server")
})
public sealed interface InstalledModel permits ModelFile, ModelServer {

    /** The model's id, also on {@code /v1/models}. */
    String name();
}
