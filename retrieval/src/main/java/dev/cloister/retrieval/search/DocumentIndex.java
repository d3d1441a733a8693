package dev.cloister.retrieval.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.collection.Placement;
import dev.cloister.retrieval.language.Language;
import dev.cloister.retrieval.language.LanguageDetector;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The documents of one tenant: their text, their passages, and hybrid search over them.
 *
 * <p>What {@link #add} or {@link #delete} returned from is on disk and found by the next search; a process that is
 * killed loses nothing but the call it was in. A deleted document's text, words and vectors leave the files before the
 * call returns or, where a search that began earlier still reads them, when that search ends.
 *
 * <p>Access is decided inside the search: a passage that the asker may not read, or that the filter excludes, is never
 * ranked. How rare a word is, which weighs into the order of hits, is counted over the tenant's whole index. Words are
 * reduced to stems by the language of their document, and the words of a query by each language that the index holds.
 *
 * <p>Safe for use by many threads; one process at a time holds an index.
 */
public final class DocumentIndex implements AutoCloseable {

    /** Length of an embedding. */
    public static final int DIMENSIONS = Schema.DIMENSIONS;

    private static final double UNIT_TOLERANCE = 1e-3;
    private static final int MAX_LIMIT = 100;

    private final String tenant;
    private final Analyzer analyzer;
    private final LiveIndex index;

    private DocumentIndex(String tenant, Analyzer analyzer, LiveIndex index) {
        this.tenant = tenant;
        this.analyzer = analyzer;
        this.index = index;
    }

    /** Opens a tenant's index with vectors encoded in bytes. */
    public static DocumentIndex open(Path folder, String tenant) {
        return open(folder, tenant, VectorEncoding.BYTE);
    }

    /**
     * Opens a tenant's index, and makes it where there is none.
     *
     * @param folder holds this index and nothing else
     * @param encoding of vectors that are written from now on, at merges too
     * @throws RetrievalException with {@link Code#INDEX_UNAVAILABLE}, for instance while another process holds it
     */
    public static DocumentIndex open(Path folder, String tenant, VectorEncoding encoding) {
        return open(folder, tenant, encoding, new TieredMergePolicy());
    }

    static DocumentIndex open(Path folder, String tenant, VectorEncoding encoding, TieredMergePolicy merges) {
        // Nothing deleted stays in the files.
        merges.setForceMergeDeletesPctAllowed(0);
        Analyzer analyzer = WordFields.analyzer();
        try {
            Directory directory = FSDirectory.open(folder);
            try {
                return new DocumentIndex(
                        tenant, analyzer, new LiveIndex(directory, () -> new IndexWriterConfig(analyzer)
                                .setCodec(new IndexCodec(encoding))
                                .setMergePolicy(merges)));
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw unavailable("opened", e);
        }
    }

    /**
     * Adds a document, in place of the one with the same id if there is one.
     *
     * @param vectors one unit vector of {@link #DIMENSIONS} floats per passage
     */
    public void add(Document document, List<Passage> passages, List<float[]> vectors) {
        boolean replaces = document(document.id()).isPresent();
        write(new IndexedDocument(document, passages, vectors), writer -> {
            if (replaces) {
                writer.forceMergeDeletes();
            }
        });
    }

    private void write(IndexedDocument whole, LiveIndex.Change afterwards) {
        Document document = whole.document();
        List<Passage> passages = whole.passages();
        List<float[]> vectors = whole.vectors();
        require(document.tenant().equals(tenant), "The document belongs to another tenant than the index.");
        require(passages.size() == vectors.size(), "Each passage needs exactly one vector.");
        List<org.apache.lucene.document.Document> entries = new ArrayList<>();
        entries.add(Schema.entry(document));
        Language language = LanguageDetector.of(document.content().text());
        for (int i = 0; i < passages.size(); i++) {
            require(
                    passages.get(i).documentId().equals(document.id()),
                    "Passage " + passages.get(i).id() + " belongs to another document.");
            entries.add(Schema.entry(document, language, passages.get(i), unit(vectors.get(i))));
        }
        try {
            index.write(writer -> {
                writer.updateDocuments(new Term(Schema.DOCUMENT_ID, document.id()), entries);
                afterwards.make(writer);
            });
        } catch (IOException e) {
            throw unavailable("written", e);
        }
    }

    /**
     * Writes a document that is there anew: for other readers, other vectors, or in the encoding that the index was opened
     * with. What it was stays in the files, unreachable, until {@link #purge}, a deletion or a merge. The caller sees to it
     * that nobody deletes the document meanwhile.
     */
    public void rewrite(IndexedDocument document) {
        write(document, writer -> {});
    }

    /** Clears the files of all that was replaced. */
    public void purge() {
        try {
            index.write(IndexWriter::forceMergeDeletes);
        } catch (IOException e) {
            throw unavailable("written", e);
        }
    }

    /** Removes a document and all its passages from the index and its files; nothing happens where there is none. */
    public void delete(String documentId) {
        delete(Set.of(documentId));
    }

    /** Removes several documents as {@link #delete(String)} does one, all of them or none. */
    public void delete(Set<String> documentIds) {
        Term[] entries =
                documentIds.stream().map(id -> new Term(Schema.DOCUMENT_ID, id)).toArray(Term[]::new);
        try {
            index.write(writer -> {
                writer.deleteDocuments(entries);
                writer.forceMergeDeletes();
            });
        } catch (IOException e) {
            throw unavailable("written", e);
        }
    }

    /** The best passages among what the asker may read, best first. */
    public List<Hit> search(Query query) {
        require(query.tenant().equals(tenant), "The query belongs to another tenant than the index.");
        require(query.limit() >= 1 && query.limit() <= MAX_LIMIT, "limit must be 1 to " + MAX_LIMIT + ".");
        unit(query.vector());
        if (query.readableCollections().isEmpty() && query.asker().isEmpty()) {
            return List.of();
        }
        try {
            return index.read(searcher -> new HybridSearch(searcher, analyzer).search(query));
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    /** A passage by its id. Whether the asker may see its document is the caller's to check. */
    public Optional<Passage> passage(String passageId) {
        try {
            return find(Schema.PASSAGE_ID, passageId).map(Schema::passage);
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    /** A document with its passages and their exact vectors by its id. Whether the asker may see it is the caller's to check. */
    public Optional<IndexedDocument> whole(String documentId) {
        try {
            return index.read(searcher -> IndexedDocument.read(searcher, documentId));
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    /** A document with its whole text by its id. Whether the asker may see it is the caller's to check. */
    public Optional<Document> document(String documentId) {
        try {
            return find(Schema.DOCUMENT_ID, documentId).map(Schema::document);
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    /** What the entries of each document say of where it is and who may read it, by the document's id. */
    public Map<String, Placement> placements() {
        try {
            return index.read(Placements::read);
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    @Override
    public void close() {
        try (analyzer) {
            index.close();
        } catch (IOException e) {
            throw unavailable("closed", e);
        }
    }

    /** The first entry with that term; a document's own entry comes before its passages. */
    private Optional<org.apache.lucene.document.Document> find(String field, String value) throws IOException {
        return index.read(searcher -> {
            TopDocs found = searcher.search(new TermQuery(new Term(field, value)), 1, Sort.INDEXORDER);
            return found.scoreDocs.length == 0
                    ? Optional.empty()
                    : Optional.of(searcher.storedFields().document(found.scoreDocs[0].doc));
        });
    }

    private static float[] unit(float[] vector) {
        require(
                vector.length == DIMENSIONS && Math.abs(VectorUtil.dotProduct(vector, vector) - 1) <= UNIT_TOLERANCE,
                "A vector must have " + DIMENSIONS + " floats and length 1.");
        return vector;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new RetrievalException(Code.REQUEST_INVALID, what);
        }
    }

    private static RetrievalException unavailable(String what, IOException cause) {
        return new RetrievalException(
                Code.INDEX_UNAVAILABLE,
                "The document index cannot be " + what + "; what was committed before is kept. Check that the disk has"
                        + " space, that its folder belongs to the user who runs Cloister, and that no other Cloister"
                        + " runs on the same home.",
                cause);
    }
}
