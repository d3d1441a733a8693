package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.language.Language;
import dev.cloister.retrieval.language.LanguageDetector;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Sixty documents of one passage each, with random collections, owners, readers, names, types and dates: a search brings
 * exactly those that a plain reading of the rules brings. That none is missing shows that the search is filtered, not its
 * result.
 */
final class ScopeTest {

    private static final int DOCUMENTS = 60;
    private static final long SEED = System.nanoTime();
    private static final Set<String> USERS = Set.of("ann", "bob", "cem", "dia");
    private static final Set<String> COLLECTIONS = Set.of("staff", "plant", "board");
    private static final Set<String> TYPES = Set.of("text/html", "application/pdf", "");
    private static final List<String> PREFIXES = List.of("Rep", "report", "", "LEAVE-", "x");
    private static final List<Document> DOCUMENTS_KEPT = documents();

    private static Optional<DocumentIndex> opened = Optional.empty();
    private static Optional<Path> folder = Optional.empty();

    @BeforeContainer
    static void fill() throws IOException {
        System.out.println("seed of the documents " + SEED);
        Path place = Files.createTempDirectory("scope");
        folder = Optional.of(place);
        DocumentIndex index = DocumentIndex.open(place, Library.TENANT);
        opened = Optional.of(index);
        DOCUMENTS_KEPT.forEach(document -> Library.addWithoutMeaning(index, document));
    }

    @AfterContainer
    static void remove() throws IOException {
        opened.orElseThrow().close();
        try (Stream<Path> files = Files.walk(folder.orElseThrow())) {
            files.sorted(Comparator.reverseOrder()).forEach(ScopeTest::delete);
        }
    }

    @Property(tries = 300)
    void ranksAllThatMayBeReadAndPassesTheFilterAndNothingElse(
            @ForAll("askers") Optional<String> asker,
            @ForAll("collections") Set<String> collections,
            @ForAll("filters") Filter filter,
            @ForAll long vector) {
        Set<String> expected = DOCUMENTS_KEPT.stream()
                .filter(document -> readable(document, asker, collections) && passes(document, filter))
                .map(Document::id)
                .collect(Collectors.toSet());
        Query query =
                new Query(Library.TENANT, asker, collections, filter, "the pump stops", Library.vector(vector), 100);
        Set<String> found = opened.orElseThrow().search(query).stream()
                .map(hit -> hit.passage().documentId())
                .collect(Collectors.toSet());
        assertEquals(expected, found);
    }

    @Provide
    Arbitrary<Optional<String>> askers() {
        return Arbitraries.of("ann", "bob", "cem", "dia", "stranger").optional();
    }

    @Provide
    Arbitrary<Set<String>> collections() {
        return Arbitraries.subsetOf(COLLECTIONS);
    }

    @Provide
    Arbitrary<Filter> filters() {
        Arbitrary<Set<String>> ids = Arbitraries.integers()
                .between(0, DOCUMENTS)
                .map(i -> "d" + i)
                .set()
                .ofMaxSize(20);
        Arbitrary<Optional<Instant>> moment = Arbitraries.integers()
                .between(0, 100)
                .map(Instant::ofEpochSecond)
                .optional();
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(Set.<String>of())), Tuple.of(1, collections())),
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(Set.<Language>of())),
                                Tuple.of(1, Arbitraries.subsetOf(Language.GERMAN, Language.FRENCH))),
                        Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(Set.<String>of())), Tuple.of(1, ids)),
                        Arbitraries.of(PREFIXES).optional(),
                        Arbitraries.subsetOf(TYPES),
                        moment,
                        moment)
                .as(Filter::new);
    }

    private static boolean readable(Document document, Optional<String> asker, Set<String> collections) {
        boolean open = document.readers()
                .map(readers -> asker.filter(readers::contains).isPresent())
                .orElse(true);
        return (collections.contains(document.collection()) && open)
                || asker.filter(document.owner()::equals).isPresent();
    }

    private static boolean passes(Document document, Filter filter) {
        return (filter.collections().isEmpty() || filter.collections().contains(document.collection()))
                && (filter.languages().isEmpty()
                        || filter.languages()
                                .contains(LanguageDetector.of(document.content().text())))
                && (filter.documentIds().isEmpty() || filter.documentIds().contains(document.id()))
                && (filter.mediaTypes().isEmpty() || filter.mediaTypes().contains(document.mediaType()))
                && filter.namePrefix()
                        .map(prefix ->
                                document.name().toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT)))
                        .orElse(true)
                && filter.addedFrom()
                        .map(from -> !document.addedAt().isBefore(from))
                        .orElse(true)
                && filter.addedBefore()
                        .map(before -> document.addedAt().isBefore(before))
                        .orElse(true);
    }

    private static List<Document> documents() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(new Document(
                    "d" + i,
                    Library.TENANT,
                    any(COLLECTIONS, random),
                    any(USERS, random),
                    restriction(random),
                    random.nextBoolean() ? "Report-" + i : "leave-" + i,
                    any(TYPES, random),
                    Instant.ofEpochSecond(random.nextInt(100)),
                    DocumentText.ofPages(List.of((random.nextInt(3) == 0 ? "Die Pumpe ist bei " : "The pump stops at ")
                            + i + " degrees."))));
        }
        return documents;
    }

    private static Optional<Set<String>> restriction(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Optional.of(Set.of());
            case 1 -> Optional.of(Set.of(any(USERS, random)));
            default -> Optional.empty();
        };
    }

    private static String any(Set<String> values, SplittableRandom random) {
        return values.stream()
                .sorted()
                .skip(random.nextInt(values.size()))
                .findFirst()
                .orElseThrow();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
