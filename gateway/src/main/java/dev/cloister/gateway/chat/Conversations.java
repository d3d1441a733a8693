package dev.cloister.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.hub.AppUse;
import dev.cloister.gateway.hub.Citations;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Problem;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Conversations in PostgreSQL. Every method takes the caller: nobody reaches another's. */
@ApplicationScoped
public class Conversations {

    private static final String UNTITLED = "New chat";
    private static final int TITLE_LENGTH = 60;

    private final Jdbi jdbi;
    private final ObjectMapper json;

    public Conversations(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    public Conversation create(Caller caller) {
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle -> handle.execute(
                "insert into conversation (id, tenant, account, title) values (?, ?, ?, ?)",
                id,
                caller.tenant(),
                caller.account(),
                UNTITLED));
        return get(caller, id);
    }

    public List<Conversation> list(Caller caller) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, title, updated_at from conversation where account = ? order by updated_at desc limit 500")
                .bind(0, caller.account())
                .map(ConstructorMapper.of(Conversation.class))
                .list());
    }

    public Conversation get(Caller caller, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select id, title, updated_at from conversation where id = ? and account = ?")
                        .bind(0, id)
                        .bind(1, caller.account())
                        .map(ConstructorMapper.of(Conversation.class))
                        .findOne())
                .orElseThrow(() -> Refusal.notFound("The conversation"));
    }

    public void delete(Caller caller, UUID id) {
        get(caller, id);
        jdbi.useHandle(handle ->
                handle.execute("delete from conversation where id = ? and account = ?", id, caller.account()));
    }

    public List<Message> messages(Caller caller, UUID conversation) {
        get(caller, conversation);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, role, text, status, marked, error, citations, apps, collections, created_at from message"
                                + " where conversation = ? order by position")
                .bind(0, conversation)
                .map((row, context) -> message(row))
                .list());
    }

    /**
     * Adds a user's message and, behind it, an empty answer that is being written.
     *
     * @param collections names of what it is to be answered from alone
     */
    public Exchange begin(Caller caller, UUID conversation, String text, List<String> collections) {
        Conversation known = get(caller, conversation);
        Exchange exchange = new Exchange(UUID.randomUUID(), UUID.randomUUID());
        jdbi.useTransaction(handle -> {
            handle.execute("select from conversation where id = ? for update", conversation);
            int position = handle.createQuery("select coalesce(max(position), 0) from message where conversation = ?")
                    .bind(0, conversation)
                    .mapTo(Integer.class)
                    .one();
            String insert =
                    "insert into message (id, conversation, position, role, text, status, collections) values (?, ?, ?, ?, ?, ?, ?)";
            handle.execute(
                    insert,
                    exchange.question(),
                    conversation,
                    position + 1,
                    "user",
                    text,
                    "complete",
                    collections.toArray(String[]::new));
            handle.execute(
                    insert, exchange.answer(), conversation, position + 2, "assistant", "", "streaming", new String[0]);
            handle.execute(
                    "update conversation set updated_at = now(), title = ? where id = ?",
                    known.title().equals(UNTITLED) ? title(text) : known.title(),
                    conversation);
        });
        return exchange;
    }

    /** The ids of a question and its answer. */
    public record Exchange(UUID question, UUID answer) {}

    /** Stores an answer as it ended, and gives it back as stored. */
    public Message finish(
            UUID answer,
            String text,
            Message.Status status,
            boolean marked,
            Optional<Problem> error,
            Optional<Citations> citations,
            List<AppUse> apps) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "update message set text = ?, status = ?, marked = ?, error = ?::jsonb, citations = ?::jsonb, apps = ?::jsonb"
                                        + " where id = ? returning id, role, text, status, marked, error, citations, apps, collections, created_at")
                        .bind(0, text.replace('\0', '\ufffd'))
                        .bind(1, status.wireName())
                        .bind(2, marked)
                        .bind(3, write(error))
                        .bind(4, write(citations))
                        .bind(5, write(Optional.of(apps)))
                        .bind(6, answer)
                        .map((row, context) -> message(row))
                        .findOne())
                .orElseThrow(() -> Refusal.notFound("The conversation"));
    }

    /** Marks answers that a stop of the gateway cut off; those that still wait for their users go on. */
    public void failInterrupted(Collection<UUID> waiting) {
        Problem problem = Problem.of(
                503, "INTERRUPTED", "Cloister was stopped in mid-answer.", "The question is kept: send it once more.");
        jdbi.useHandle(handle -> handle.execute(
                "update message set status = 'failed', error = ?::jsonb"
                        + " where status = 'streaming' and not id = any (?)",
                write(Optional.of(problem)),
                waiting.toArray(UUID[]::new)));
    }

    private Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("id", UUID.class),
                Message.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                row.getString("text"),
                Message.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getBoolean("marked"),
                read(row.getString("error"), Problem.class),
                read(row.getString("citations"), Citations.class),
                read(row.getString("apps"), AppUse[].class).map(List::of).orElse(List.of()),
                List.of((String[]) row.getArray("collections").getArray()),
                created(row));
    }

    private static Instant created(ResultSet row) throws SQLException {
        return row.getTimestamp("created_at").toInstant();
    }

    private <T> Optional<T> read(@Nullable String text, Class<T> type) {
        try {
            return text == null ? Optional.empty() : Optional.of(json.readValue(text, type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored message is damaged", e);
        }
    }

    private @Nullable String write(Optional<?> value) {
        try {
            return value.isEmpty() ? null : json.writeValueAsString(value.get()).replace("\\u0000", "\\ufffd");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String title(String text) {
        String line = text.strip().lines().findFirst().orElse(UNTITLED).strip();
        if (line.length() <= TITLE_LENGTH) {
            return line;
        }
        int space = line.lastIndexOf(' ', TITLE_LENGTH);
        return line.substring(0, space > TITLE_LENGTH / 2 ? space : TITLE_LENGTH)
                        .strip() + "…";
    }
}
