package dev.cloister.gateway.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.home.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The audit log of an instance that runs, as its operator reads it. */
public final class RunningLedger {

    private RunningLedger() {}

    /** The details of all entries of that action, oldest first. */
    public static List<JsonNode> details(Path home, String action) {
        List<String> texts = Offline.withDatabase(
                new Home(home),
                jdbi -> jdbi.withHandle(
                        handle -> handle.createQuery("select detail from ledger_entry where action = ? order by seq")
                                .bind(0, action)
                                .mapTo(String.class)
                                .list()));
        try {
            List<JsonNode> details = new ArrayList<>();
            for (String text : texts) {
                details.add(new ObjectMapper().readTree(text));
            }
            return details;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
