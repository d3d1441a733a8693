package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Responses in PostgreSQL, for {@code cloister.responses.keep}. Every method takes the caller: nobody reaches another's.
 */
@ApplicationScoped
public class StoredResponses {

    private static final int LONGEST_CHAIN = 512;

    /** Far more than a model's context holds. */
    private static final long LONGEST_HISTORY = 8L << 20;

    /** Responses of one account; the oldest make room. */
    private static final int MOST_KEPT = 1000;

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration keep;

    public StoredResponses(
            Jdbi jdbi,
            ObjectMapper json,
            Clock clock,
            @ConfigProperty(name = "cloister.responses.keep", defaultValue = "P30D") Duration keep) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.keep = keep;
    }

    private record Link(Optional<String> previous, String input, String body) {}

    /** Keeps a response with what was new in its request; what is too old goes. */
    void keep(Caller caller, ResponseBody body, List<Item> input) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "delete from response where created_at < ?", clock.instant().minus(keep));
            handle.execute(
                    "delete from response where account = ? and id in (select id from response where account = ?"
                            + " order by created_at desc offset ?)",
                    caller.account(),
                    caller.account(),
                    MOST_KEPT - 1);
            handle.execute(
                    "insert into response (id, tenant, account, previous, input, body, created_at)"
                            + " values (?, ?, ?, ?, ?::json, ?::json, ?)",
                    body.id(),
                    caller.tenant(),
                    caller.account(),
                    body.previous().orElse(null),
                    write(input),
                    write(body),
                    clock.instant());
        });
    }

    /** A response as it was given. */
    JsonNode get(Caller caller, String id) {
        return read(link(caller, id).orElseThrow(StoredResponses::unknown).body());
    }

    /** What was new in a response's request, oldest first. */
    JsonNode input(Caller caller, String id) {
        return read(link(caller, id).orElseThrow(StoredResponses::unknown).input());
    }

    void delete(Caller caller, String id) {
        if (!storable(id)) {
            throw unknown();
        }
        int deleted = jdbi.withHandle(
                handle -> handle.execute("delete from response where id = ? and account = ?", id, caller.account()));
        if (deleted == 0) {
            throw unknown();
        }
    }

    /** All that was asked and said up to a response, oldest first. */
    List<Item> history(Caller caller, String id) {
        List<Link> links = new ArrayList<>();
        long size = 0;
        Optional<String> next = Optional.of(id);
        while (next.isPresent()) {
            if (links.size() == LONGEST_CHAIN) {
                throw gone("It rests on more than " + LONGEST_CHAIN + " others.");
            }
            Link link = link(caller, next.get())
                    .orElseThrow(() -> gone("It, or one that it rests on, was deleted or belongs to someone else."));
            size += link.input().length() + link.body().length();
            if (size > LONGEST_HISTORY) {
                throw gone("It rests on more text than can be read at once.");
            }
            links.add(link);
            next = link.previous();
        }
        List<Item> items = new ArrayList<>();
        for (Link link : links.reversed()) {
            items.addAll(Items.read(new Fields.Value(read(link.input()), "input")));
            items.addAll(Items.read(new Fields.Value(read(link.body()).path("output"), "output")));
        }
        return items;
    }

    private Optional<Link> link(Caller caller, String id) {
        if (!storable(id)) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select previous, input, body from response where id = ? and account = ? and created_at >= ?")
                .bind(0, id)
                .bind(1, caller.account())
                .bind(2, clock.instant().minus(keep))
                .map((row, context) -> new Link(
                        Optional.ofNullable(row.getString("previous")), row.getString("input"), row.getString("body")))
                .findOne());
    }

    /** PostgreSQL takes no text with a NUL, not even to compare with. */
    private static boolean storable(String id) {
        return id.indexOf('\0') < 0;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored response is damaged", e);
        }
    }

    private static Refusal unknown() {
        return Refusal.notFound("The response");
    }

    private static Refusal gone(String why) {
        return new Refusal(
                        400,
                        "PREVIOUS_RESPONSE_NOT_FOUND",
                        "The previous response cannot be gone on from.",
                        why + " Send the whole conversation as input instead.")
                .about("previous_response_id");
    }
}
