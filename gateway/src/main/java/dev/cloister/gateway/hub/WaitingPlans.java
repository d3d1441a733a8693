package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import java.util.List;
import java.util.UUID;

/** Plans that wait for their users, in PostgreSQL: a stop of the gateway loses none of them. */
@ApplicationScoped
public class WaitingPlans {

    private final Jdbi jdbi;
    private final ObjectMapper json;

    public WaitingPlans(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    void put(WaitingPlan.Kept kept) {
        String state = write(kept.plan());
        jdbi.useHandle(handle -> handle.execute(
                "insert into waiting_plan (answer, conversation, account, state) values (?, ?, ?, ?::jsonb)"
                        + " on conflict (answer) do update set state = excluded.state",
                kept.answer(),
                kept.conversation(),
                kept.account(),
                state));
    }

    void remove(UUID answer) {
        jdbi.useHandle(handle -> handle.execute("delete from waiting_plan where answer = ?", answer));
    }

    /** All of them, oldest first. */
    List<WaitingPlan.Kept> all() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select answer, conversation, account, state from waiting_plan order by created_at")
                .map((row, context) -> new WaitingPlan.Kept(
                        row.getObject("answer", UUID.class),
                        row.getObject("conversation", UUID.class),
                        row.getObject("account", UUID.class),
                        read(row.getString("state"))))
                .list());
    }

    private String write(WaitingPlan plan) {
        try {
            return json.writeValueAsString(plan).replace("\\u0000", "\\ufffd");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private WaitingPlan read(String state) {
        try {
            return json.readValue(state, WaitingPlan.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A kept plan is damaged", e);
        }
    }
}
