package dev.cloister.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.documents.Found;
import dev.cloister.gateway.documents.Library;
import dev.cloister.gateway.documents.StoredDocument;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.inference.Engine;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.search.Filter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code search_documents}: passages of the documents that the caller may read. */
@ApplicationScoped
public class SearchDocuments implements McpTool {

    private static final int USUAL = 5;

    private final ToolDefinition definition = ToolDefinition.of("search_documents");
    private final Library library;
    private final Engine engine;

    public SearchDocuments(Library library, Engine engine) {
        this.library = library;
        this.engine = engine;
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public ObjectNode call(Caller caller, JsonNode arguments) {
        String query = arguments.get("query").textValue().strip();
        float[] vector = engine.embed(List.of(query)).getFirst();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode passages = result.putArray("passages");
        int limit = arguments.path("limit").asInt(USUAL);
        for (Found found : library.search(caller, Filter.NONE, query, vector, limit)) {
            passages.add(shown(found.document(), found.hit().passage()));
        }
        return result;
    }

    private static ObjectNode shown(StoredDocument document, Passage passage) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("document", document.name())
                .put("documentId", passage.documentId())
                .put("passageId", passage.id());
        if (document.pages() > 1) {
            shown.put("page", passage.page());
        }
        if (!passage.heading().isEmpty()) {
            shown.put("heading", passage.heading());
        }
        return shown.put("text", passage.text());
    }
}
