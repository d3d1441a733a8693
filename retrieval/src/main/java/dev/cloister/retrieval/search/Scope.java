package dev.cloister.retrieval.search;

import dev.cloister.retrieval.language.Language;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The passages that a query may rank, as a query of Lucene's that both rankings are filtered by. */
final class Scope {

    private Scope() {}

    static org.apache.lucene.search.Query of(Query query) {
        BooleanQuery.Builder scope = new BooleanQuery.Builder()
                .add(term(Schema.KIND, Schema.KIND_PASSAGE), Occur.FILTER)
                .add(term(Schema.TENANT, query.tenant()), Occur.FILTER)
                .add(readable(query), Occur.FILTER);
        narrow(scope, query.filter());
        return scope.build();
    }

    private static org.apache.lucene.search.Query readable(Query query) {
        BooleanQuery.Builder readable = new BooleanQuery.Builder()
                .add(
                        new BooleanQuery.Builder()
                                .add(anyOf(Schema.COLLECTION, query.readableCollections()), Occur.FILTER)
                                .add(open(query.asker()), Occur.FILTER)
                                .build(),
                        Occur.SHOULD);
        query.asker().ifPresent(asker -> readable.add(term(Schema.OWNER, asker), Occur.SHOULD));
        return readable.build();
    }

    /** What is not restricted, or names the asker. */
    private static org.apache.lucene.search.Query open(Optional<String> asker) {
        BooleanQuery.Builder open = new BooleanQuery.Builder()
                .add(
                        new BooleanQuery.Builder()
                                .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                                .add(term(Schema.RESTRICTED, Schema.YES), Occur.MUST_NOT)
                                .build(),
                        Occur.SHOULD);
        asker.ifPresent(user -> open.add(term(Schema.READER, user), Occur.SHOULD));
        return open.build();
    }

    private static void narrow(BooleanQuery.Builder scope, Filter filter) {
        if (!filter.collections().isEmpty()) {
            scope.add(anyOf(Schema.COLLECTION, filter.collections()), Occur.FILTER);
        }
        if (!filter.languages().isEmpty()) {
            scope.add(inAnyOf(filter.languages()), Occur.FILTER);
        }
        if (!filter.documentIds().isEmpty()) {
            scope.add(anyOf(Schema.DOCUMENT_ID, filter.documentIds()), Occur.FILTER);
        }
        filter.namePrefix()
                .ifPresent(prefix ->
                        scope.add(new PrefixQuery(new Term(Schema.NAME_KEY, Schema.nameKey(prefix))), Occur.FILTER));
        if (!filter.mediaTypes().isEmpty()) {
            scope.add(anyOf(Schema.MEDIA_TYPE, filter.mediaTypes()), Occur.FILTER);
        }
        if (filter.addedFrom().isPresent() || filter.addedBefore().isPresent()) {
            long from = filter.addedFrom().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
            long to = filter.addedBefore()
                    .map(before -> before.toEpochMilli() - 1)
                    .orElse(Long.MAX_VALUE);
            scope.add(LongPoint.newRangeQuery(Schema.ADDED_AT, from, to), Occur.FILTER);
        }
    }

    /** A passage has its words in the field of its document's language, and in no other. */
    private static org.apache.lucene.search.Query inAnyOf(Set<Language> languages) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        languages.forEach(language -> any.add(new FieldExistsQuery(WordFields.of(language)), Occur.SHOULD));
        return any.build();
    }

    private static org.apache.lucene.search.Query anyOf(String field, Set<String> values) {
        return new TermInSetQuery(field, values.stream().map(BytesRef::new).toList());
    }

    private static org.apache.lucene.search.Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }
}
