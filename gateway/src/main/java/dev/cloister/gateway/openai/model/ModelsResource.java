package dev.cloister.gateway.openai.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** {@code GET /v1/models}: the served model, the hub under the name {@code cloister}, and the embedder. */
@Path("/v1/models")
@RunOnVirtualThread
public class ModelsResource {

    private final ServedModels models;

    public ModelsResource(ServedModels models) {
        this.models = models;
    }

    /** The list as OpenAI shapes it. */
    public record Models(String object, List<Model> data) {}

    /** One model. */
    public record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {}

    @GET
    public Models list() {
        return new Models(
                "list", models.names().stream().map(ModelsResource::model).toList());
    }

    @GET
    @Path("/{id}")
    public Model one(@PathParam("id") String id) {
        return models.names().stream()
                .filter(id::equals)
                .findFirst()
                .map(ModelsResource::model)
                .orElseThrow(() -> ServedModels.unknown(id));
    }

    private static Model model(String id) {
        return new Model(id, "model", 0, "cloister");
    }
}
