package dev.cloister.inference.langchain4j;

import dev.cloister.inference.Engine;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;

/** The engine's embedder as LangChain4j's embedding model: 384 dimensions, unit length. */
public final class EngineEmbeddingModel implements EmbeddingModel {

    private static final int BATCH = 256;

    private final Engine engine;

    public EngineEmbeddingModel(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        List<Embedding> all = new ArrayList<>();
        for (int from = 0; from < segments.size(); from += BATCH) {
            List<String> texts = segments.subList(from, Math.min(from + BATCH, segments.size())).stream()
                    .map(TextSegment::text)
                    .toList();
            engine.embed(texts).forEach(vector -> all.add(Embedding.from(vector)));
        }
        return Response.from(all);
    }
}
