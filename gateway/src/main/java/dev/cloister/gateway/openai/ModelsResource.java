package dev.cloister.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.inference.Engine;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** {@code GET /v1/models}: the served model, and the hub under the name {@code cloister}. */
@Path("/v1/models")
@RunOnVirtualThread
public class ModelsResource {

    static final String HUB = "cloister";

    private final Engine engine;

    public ModelsResource(Engine engine) {
        this.engine = engine;
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
        return new Models("list", List.of(model(engine.model().name()), model(HUB)));
    }

    @GET
    @Path("/{id}")
    public Model one(@PathParam("id") String id) {
        return list().data().stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ChatCompletionsResource.unknownModel(id));
    }

    private static Model model(String id) {
        return new Model(id, "model", 0, "cloister");
    }
}
