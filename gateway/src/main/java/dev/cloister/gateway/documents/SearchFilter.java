package dev.cloister.gateway.documents;

import dev.cloister.gateway.problem.Refusal;
import dev.cloister.retrieval.ingest.DocumentType;
import dev.cloister.retrieval.language.Language;
import dev.cloister.retrieval.search.Filter;
import org.jspecify.annotations.Nullable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a search is narrowed to, as it is sent. All that is given must hold; what is left out or empty narrows nothing.
 *
 * @param collections ids of collections that the caller may read
 * @param documents ids of documents
 * @param name how the document's name begins, in any case
 * @param kinds what the file is: text, markdown, pdf, docx, html
 * @param languages ISO 639-1 codes of the languages that are told apart, or "other"
 * @param from the day (in UTC) or moment from which on the document was added, in ISO 8601
 * @param before the day or moment before which it was
 */
public record SearchFilter(
        @Nullable List<@Nullable UUID> collections,
        @Nullable List<@Nullable UUID> documents,
        @Nullable String name,
        @Nullable List<@Nullable String> kinds,
        @Nullable List<@Nullable String> languages,
        @Nullable String from,
        @Nullable String before) {

    private static final int MOST_VALUES = 500;
    private static final int LONGEST_NAME = 255;

    /**
     * The filter for the index.
     *
     * @param keys what collections are known by there; refuses those that the caller may not read
     */
    Filter checked(Function<Set<UUID>, Set<String>> keys) {
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw refused("name", "1 to 255 characters");
        }
        Optional<Instant> earliest = moment("from", from);
        Optional<Instant> latest = moment("before", before);
        if (earliest.isPresent() && latest.isPresent() && !earliest.get().isBefore(latest.get())) {
            throw refused("before", "a moment after from");
        }
        return new Filter(
                keys.apply(values("collections", collections)),
                chosen("languages", languages, Language.values(), Language::code),
                values("documents", documents).stream().map(UUID::toString).collect(Collectors.toSet()),
                Optional.ofNullable(name),
                chosen("kinds", kinds, DocumentType.values(), type -> type.name()
                                .toLowerCase(Locale.ROOT))
                        .stream()
                        .map(DocumentType::mediaType)
                        .collect(Collectors.toSet()),
                earliest,
                latest);
    }

    private static <T> Set<T> values(String field, @Nullable List<@Nullable T> given) {
        List<@Nullable T> values = given == null ? List.of() : given;
        if (values.size() > MOST_VALUES || values.stream().anyMatch(Objects::isNull)) {
            throw refused(field, "a list of at most " + MOST_VALUES);
        }
        return values.stream().map(Objects::requireNonNull).collect(Collectors.toSet());
    }

    private static <T> Set<T> chosen(
            String field, @Nullable List<@Nullable String> given, T[] known, Function<T, String> word) {
        Set<String> words = values(field, given);
        Set<T> chosen = Arrays.stream(known)
                .filter(one -> words.contains(word.apply(one)))
                .collect(Collectors.toSet());
        if (chosen.size() < words.size()) {
            throw refused(
                    field,
                    "some of "
                            + String.join(", ", Arrays.stream(known).map(word).toList()));
        }
        return chosen;
    }

    private static Optional<Instant> moment(String field, @Nullable String given) {
        if (given == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    given.contains("T")
                            ? Instant.parse(given)
                            : LocalDate.parse(given)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeException e) {
            throw refused(field, "a day such as 2026-11-26 or a moment such as 2026-11-26T09:00:00Z");
        }
    }

    private static Refusal refused(String field, String wanted) {
        return Refusal.invalid("The filter's " + field + " cannot be used.", "It is " + wanted + ".")
                .about("filter." + field);
    }
}
