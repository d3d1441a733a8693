package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Secrets;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.identity.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** {@code ./cloister account NAME}: makes an account and prints its password. */
final class AccountCommand {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,62}");

    private AccountCommand() {}

    private static List<Role> roles(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.wireName().equals(word))
                .findFirst()
                .map(role -> role == Role.USER ? List.of(role) : List.of(Role.USER, role))
                .orElseThrow(() ->
                        new SetupException(Code.USAGE, "An account's --role is user, developer, compliance or admin"));
    }

    static void run(CommandLine line) {
        String name = line.words().getFirst();
        // The hub's answers carry a mark key of that name.
        if (!NAME.matcher(name).matches() || name.equals("hub")) {
            throw new SetupException(
                    Code.USAGE,
                    "An account's name is a lower-case letter, then letters, digits, dots, hyphens; not hub");
        }
        List<Role> roles = line.role().map(AccountCommand::roles).orElse(List.of(Role.USER));
        String password = Secrets.password();
        Offline.withDatabase(line.home(), jdbi -> {
            Accounts accounts = new Accounts(jdbi);
            if (accounts.named(Tenant.OWN, name).isPresent()) {
                throw new SetupException(
                        Code.ACCOUNT_EXISTS, "There is an account " + name + " already. Nothing was changed.");
            }
            return accounts.add(Tenant.OWN, name, password, roles);
        });
        System.out.println(password);
    }
}
