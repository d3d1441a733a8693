package dev.cloister.gateway.apps;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.sandbox.isc.Remembered;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.Call;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import java.util.List;
import java.util.UUID;

/**
 * What apps remember of a conversation, in PostgreSQL: the user's words to a tool and the arguments that it was called
 * with. Each app has its own, which holds for its exact files, and goes with the conversation.
 */
@ApplicationScoped
public class AppMemory {

    /** More of them only makes a small model copy. */
    private static final int MOST = 4;

    private static final int LONGEST_WORDS = 500;

    private final Jdbi jdbi;

    public AppMemory(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Remembers a call that was carried out, where nobody but the user had a hand in it. */
    public void add(Caller caller, UUID conversation, String words, Call call) {
        if (!call.from().isEmpty() || words.length() > LONGEST_WORDS) {
            return;
        }
        jdbi.useHandle(handle -> handle.execute(
                "insert into app_memory (conversation, account, digest, tool, words, arguments)"
                        + " values (?, ?, ?, ?, ?, ?::jsonb)",
                conversation,
                caller.account(),
                call.app().digest(),
                call.tool().name(),
                words.replace('\0', '\ufffd'),
                call.arguments().text().replace("\\u0000", "\\ufffd")));
    }

    /** The last of them, the oldest first. */
    public List<Remembered> of(Caller caller, UUID conversation, String digest, String tool) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select words, arguments from app_memory where conversation = ? and account = ? and"
                                        + " digest = ? and tool = ? order by id desc limit ?")
                        .bind(0, conversation)
                        .bind(1, caller.account())
                        .bind(2, digest)
                        .bind(3, tool)
                        .bind(4, MOST)
                        .map((row, context) ->
                                new Remembered(row.getString("words"), Json.parseObject(row.getString("arguments"))))
                        .list())
                .reversed();
    }
}
