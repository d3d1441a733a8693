package dev.cloister.gateway.federation;

/** What {@code ./cloister federation help} prints. */
final class FederationHelp {

    static final String TEXT = """
              ./cloister federation init NAME              make this node's key
                [--port 8443] [--bind 127.0.0.1]             where it listens
                [--address HOST]                             how parties reach it
              ./cloister federation invite NAME            offer an account's documents, as they are now, to a party;
                [--account admin]                            prints a code to hand over
                [--queries 10] [--days 30]                   how often it may ask
                [--trusted] [--noise 0]                      a larger budget; noise on each score
                [--audit-keys 16]                            has it show all but one of so many keys before each query
              ./cloister federation join CODE --as NAME    accept an invitation
              ./cloister federation status                 parties, and what is left of their budgets
              ./cloister federation revoke NAME            shut a party out, or leave it
            """;

    private FederationHelp() {}
}
