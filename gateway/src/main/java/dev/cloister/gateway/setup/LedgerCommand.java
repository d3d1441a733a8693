package dev.cloister.gateway.setup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import dev.cloister.gateway.ledger.Checkpoints;
import dev.cloister.gateway.ledger.LedgerVerification;
import dev.cloister.gateway.ledger.SigningKeys;

/** {@code ./cloister ledger verify}: reads the whole audit log and says whether it holds. */
final class LedgerCommand {

    private LedgerCommand() {}

    static void run(CommandLine line) {
        if (!line.words().getFirst().equals("verify")) {
            throw new SetupException(Code.USAGE, "The command is ./cloister ledger verify");
        }
        Home home = line.home();
        Offline.requireInstance(home);
        SigningKeys keys = SigningKeys.in(home.keys());
        Checkpoints checkpoints =
                new Checkpoints(home.ledger(), keys, new ObjectMapper().registerModule(new JavaTimeModule()));
        LedgerVerification.Result result =
                Offline.withDatabase(home, jdbi -> new LedgerVerification(jdbi, keys, checkpoints).run());
        result.findings().forEach(System.out::println);
        System.out.printf(
                "%d entries, %d checkpoints: %s%n",
                result.entries(), result.checkpoints(), result.holds() ? "the log holds" : "THE LOG DOES NOT HOLD");
        if (!result.holds()) {
            System.exit(1);
        }
    }
}
