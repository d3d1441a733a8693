package dev.cloister.retrieval.benchmark.quality;

import dev.cloister.retrieval.search.Embedder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** On a collection of four documents that was written for it. */
final class QualityBenchmarkTest {

    @TempDir
    private Path folder;

    private Path files;

    @BeforeEach
    void write() throws IOException {
        files = Files.createDirectory(folder.resolve("collection"));
        Files.writeString(files.resolve("cran.all.1400"), """
                .I 1
                .T
                bees in winter
                .A
                nobody,n.
                .W
                bees in winter
                bees keep warm in a cluster and live on honey .
                .I 2
                .T
                granite
                .W
                granite
                granite is a coarse rock of quartz and feldspar .
                .I 3
                .T
                sails
                .W
                sails
                a boat sails against the wind by tacking .
                .I 4
                .W
                """);
        Files.writeString(files.resolve("cran.qry"), """
                .I 010
                .W
                what do bees eat in winter .
                .I 031
                .W
                which stones hold quartz .
                .I 077
                .W
                nobody judged this .
                """);
        // The second question's judgement goes by its place, 2, not by its number, 31; code 5 is of no interest.
        Files.writeString(files.resolve("cranqrel"), "1 1 1 \n1 3 5\n2 2      4\n");
    }

    @Test
    void questionsGoByTheirPlaceAndTheirOwnAnswersComeFirst() throws IOException {
        TestCollection collection = TestCollection.cranfield(files);
        assertEquals(
                List.of(Map.of("1", 4), Map.of("2", 1)),
                collection.questions().stream().map(Judged::gains).toList());
        assertEquals(
                "bees in winter\nbees keep warm in a cluster and live on honey .",
                collection.documents().get("1"));
        Map<String, Double> figures = QualityBenchmark.run(folder.resolve("indexes"), files, Embedder::embed);
        assertEquals(3, figures.get("quality.documents"));
        assertEquals(1, figures.get("quality.words.ndcg10"));
        assertEquals(1, figures.get("quality.byte.hybrid.ndcg10"));
        assertEquals(1, figures.get("quality.exact.ndcg10"));
        assertEquals(1, figures.get("quality.federated.ndcg10"));
        assertEquals(0, figures.get("quality.federated.different"));
    }

    @Test
    void withoutTheCollectionNothingIsMeasured() throws IOException {
        assertEquals(Map.of(), QualityBenchmark.run(folder, folder.resolve("nowhere"), Embedder::embed));
    }
}
