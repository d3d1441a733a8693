package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.collection.Placement;
import dev.cloister.retrieval.language.Language;
import dev.cloister.retrieval.sentence.Span;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.VectorSimilarityFunction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How documents and passages are laid out in Lucene: a document's own entry, then one entry per passage. */
final class Schema {

    static final int DIMENSIONS = 384;

    static final String KIND = "kind";
    static final String KIND_DOCUMENT = "document";
    static final String KIND_PASSAGE = "passage";
    static final String TENANT = "tenant";
    static final String COLLECTION = "collection";
    static final String OWNER = "owner";
    static final String DOCUMENT_ID = "documentId";
    static final String PASSAGE_ID = "passageId";
    static final String RESTRICTED = "restricted";
    static final String YES = "yes";
    static final String READER = "reader";
    static final String NAME_KEY = "nameKey";
    static final String MEDIA_TYPE = "mediaType";
    static final String ADDED_AT = "addedAt";
    static final String VECTOR = "vector";

    private static final String NAME = "name";
    private static final String TEXT = "text";
    private static final String HEADING = "heading";
    private static final String PAGE = "page";
    private static final String START = "start";
    private static final String END = "end";
    private static final int LONGEST_NAME_KEY = 1000;

    private Schema() {}

    static org.apache.lucene.document.Document entry(Document document) {
        org.apache.lucene.document.Document entry = common(KIND_DOCUMENT, document);
        entry.add(new StoredField(NAME, document.name()));
        entry.add(new StoredField(ADDED_AT, document.addedAt().toEpochMilli()));
        entry.add(new StoredField(TEXT, document.content().text()));
        for (Span page : document.content().pages()) {
            entry.add(new StoredField(START, page.start()));
            entry.add(new StoredField(END, page.end()));
        }
        return entry;
    }

    /** @param language the document's, by which the passage's words are analyzed */
    static org.apache.lucene.document.Document entry(
            Document document, Language language, Passage passage, float[] vector) {
        org.apache.lucene.document.Document entry = common(KIND_PASSAGE, document);
        entry.add(new StringField(PASSAGE_ID, passage.id(), Field.Store.YES));
        entry.add(new StoredField(PAGE, passage.page()));
        entry.add(new StoredField(START, passage.span().start()));
        entry.add(new StoredField(END, passage.span().end()));
        entry.add(new StoredField(HEADING, passage.heading()));
        entry.add(new StoredField(TEXT, passage.text()));
        entry.add(new TextField(WordFields.of(language), passage.searchable(), Field.Store.NO));
        entry.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
        return entry;
    }

    static Document document(org.apache.lucene.document.Document entry) {
        IndexableField[] starts = entry.getFields(START);
        IndexableField[] ends = entry.getFields(END);
        List<Span> pages = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            pages.add(new Span(number(starts[i]), number(ends[i])));
        }
        Placement placement = placement(entry);
        return new Document(
                text(entry, DOCUMENT_ID),
                text(entry, TENANT),
                placement.collection(),
                placement.owner(),
                placement.readers(),
                text(entry, NAME),
                Optional.ofNullable(entry.get(MEDIA_TYPE)).orElse(""),
                Optional.ofNullable(entry.getField(ADDED_AT))
                        .map(added -> Instant.ofEpochMilli(added.numericValue().longValue()))
                        .orElse(Instant.EPOCH),
                new DocumentText(text(entry, TEXT), pages));
    }

    static Placement placement(org.apache.lucene.document.Document entry) {
        return new Placement(
                text(entry, COLLECTION),
                text(entry, OWNER),
                entry.get(RESTRICTED) == null ? Optional.empty() : Optional.of(Set.of(entry.getValues(READER))));
    }

    static Passage passage(org.apache.lucene.document.Document entry) {
        return new Passage(
                text(entry, PASSAGE_ID),
                text(entry, DOCUMENT_ID),
                number(entry.getField(PAGE)),
                new Span(number(entry.getField(START)), number(entry.getField(END))),
                text(entry, HEADING),
                text(entry, TEXT));
    }

    private static org.apache.lucene.document.Document common(String kind, Document document) {
        org.apache.lucene.document.Document entry = new org.apache.lucene.document.Document();
        entry.add(new StringField(KIND, kind, Field.Store.NO));
        entry.add(new StringField(TENANT, document.tenant(), Field.Store.YES));
        entry.add(new StringField(COLLECTION, document.collection(), Field.Store.YES));
        entry.add(new StringField(OWNER, document.owner(), Field.Store.YES));
        entry.add(new StringField(DOCUMENT_ID, document.id(), Field.Store.YES));
        document.readers().ifPresent(readers -> {
            entry.add(new StringField(RESTRICTED, YES, Field.Store.YES));
            readers.forEach(reader -> entry.add(new StringField(READER, reader, Field.Store.YES)));
        });
        entry.add(new StringField(NAME_KEY, nameKey(document.name()), Field.Store.NO));
        entry.add(new StringField(MEDIA_TYPE, document.mediaType(), Field.Store.YES));
        entry.add(new LongPoint(ADDED_AT, document.addedAt().toEpochMilli()));
        return entry;
    }

    /** A name as it is compared: in lower case, and no longer than a term may be. */
    static String nameKey(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME_KEY)).toLowerCase(Locale.ROOT);
    }

    private static String text(org.apache.lucene.document.Document entry, String field) {
        return entry.get(field);
    }

    private static int number(IndexableField field) {
        return field.numericValue().intValue();
    }
}
