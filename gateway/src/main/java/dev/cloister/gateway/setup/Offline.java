package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.store.Database;
import org.jdbi.v3.core.Jdbi;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;

/** The database for commands that run beside the gateway or without it. */
final class Offline {

    private Offline() {}

    /** Runs with the running instance's database, or with one that is started for the purpose. */
    static <T> T withDatabase(Home home, Function<Jdbi, T> action) {
        Optional<DatabaseServer> running = DatabaseServer.running(home);
        if (running.isPresent()) {
            return action.apply(jdbi(running.get()));
        }
        requireInstance(home);
        try (DatabaseServer started = DatabaseServer.start(home.create())) {
            return action.apply(jdbi(started));
        }
    }

    /** Refuses a home on which no instance was ever started. */
    static void requireInstance(Home home) {
        if (!Files.isDirectory(home.database().resolve("data"))) {
            throw new SetupException(
                    SetupException.Code.HOME_EMPTY,
                    "There is no instance on " + home.root() + ". Start one with ./cloister up, or name its --home.");
        }
    }

    private static Jdbi jdbi(DatabaseServer server) {
        return Database.at(server.jdbcUrl(), server.user(), server.password());
    }
}
