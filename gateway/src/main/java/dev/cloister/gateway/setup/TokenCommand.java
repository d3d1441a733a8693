package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import dev.cloister.gateway.identity.Account;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.ApiTokens;
import dev.cloister.gateway.identity.Tenant;

/** {@code ./cloister token NAME}: prints a new API token for that user. */
final class TokenCommand {

    private TokenCommand() {}

    static void run(CommandLine line) {
        String name = line.words().getFirst();
        String token = Offline.withDatabase(line.home(), jdbi -> {
            Account account = new Accounts(jdbi)
                    .named(Tenant.OWN, name)
                    .orElseThrow(() -> new SetupException(
                            Code.ACCOUNT_UNKNOWN,
                            "There is no account " + name + " on " + line.home().root()));
            return new ApiTokens(jdbi).issue(account.id(), "command line").token();
        });
        System.out.println(token);
    }
}
