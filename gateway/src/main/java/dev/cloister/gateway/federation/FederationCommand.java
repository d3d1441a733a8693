package dev.cloister.gateway.federation;

import dev.cloister.gateway.documents.Library;
import dev.cloister.gateway.home.Arguments;
import dev.cloister.gateway.home.Home;
import dev.cloister.inference.embedding.EmbedderFingerprint;
import dev.cloister.retrieval.federation.Leakage;
import dev.cloister.retrieval.federation.NodeFolder;
import dev.cloister.retrieval.federation.node.EncodedMemory;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.Parties;
import dev.cloister.retrieval.federation.search.FederatedSearch;
import dev.cloister.retrieval.ring.KeyCommitments;
import org.jdbi.v3.core.Jdbi;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code ./cloister federation}: sets this node up, invites parties to its documents, joins theirs. */
public final class FederationCommand {

    private static final int PORT = 8443;

    private final Arguments arguments;
    private final PrintStream out;
    private final NodeFolder folder;
    private final BiFunction<Home, Function<Jdbi, List<Entry>>, List<Entry>> databases;

    private FederationCommand(
            Arguments arguments,
            PrintStream out,
            BiFunction<Home, Function<Jdbi, List<Entry>>, List<Entry>> databases) {
        this.arguments = arguments;
        this.out = out;
        this.folder = new NodeFolder(arguments.home().federation());
        this.databases = databases;
    }

    /**
     * Runs the command.
     *
     * @param databases runs something with an instance's database
     */
    public static void run(
            List<String> words, PrintStream out, BiFunction<Home, Function<Jdbi, List<Entry>>, List<Entry>> databases) {
        Arguments arguments = Arguments.parse(
                "federation",
                Set.of(
                        "home",
                        "downloads",
                        "port",
                        "bind",
                        "address",
                        "account",
                        "queries",
                        "days",
                        "noise",
                        "audit-keys",
                        "as"),
                Set.of("trusted", "help"),
                words);
        FederationCommand command = new FederationCommand(arguments, out, databases);
        switch (arguments.subcommand()) {
            case "init" -> command.init(arguments.only("NAME"));
            case "invite" -> command.invite(arguments.only("NAME --account ACCOUNT"));
            case "join" -> command.join(arguments.only("CODE --as NAME"));
            case "status" -> command.status();
            case "revoke" -> command.revoke(arguments.only("NAME"));
            case "help" -> out.print(FederationHelp.TEXT);
            default -> throw arguments.usage("The commands are init, invite, join, status and revoke");
        }
    }

    private void init(String name) {
        NodeFolder.Settings settings = new NodeFolder.Settings(
                arguments.option("bind").orElse("127.0.0.1"),
                arguments.option("address").orElse(arguments.option("bind").orElse("127.0.0.1")),
                arguments.number("port", 1, 65535).orElse(PORT));
        arguments.home().create();
        NodeIdentity identity = folder.init(name, settings);
        say("node", identity.name() + ", " + identity.id().brief());
        say("key", identity.id().fingerprint());
        say(
                "listens",
                settings.bind() + ":" + settings.port() + " while this instance runs; parties use " + settings.address()
                        + ":" + settings.port());
    }

    private void invite(String name) {
        String account = arguments.option("account").orElse("admin");
        boolean trusted = arguments.has("trusted");
        Budget usual = trusted ? Budget.OF_A_TRUSTED_PARTY : Budget.OF_A_STRANGER;
        Budget budget = new Budget(
                arguments.number("queries", 0, 1_000_000).orElse(usual.queries()),
                arguments.number("days", 1, 3650).map(Duration::ofDays).orElse(usual.period()));
        if (!trusted && budget.queries() > Budget.MOST_OF_A_STRANGER) {
            throw arguments.usage("A party that is not --trusted gets " + Budget.MOST_OF_A_STRANGER
                    + " queries at most, since scores leak");
        }
        List<Entry> entries =
                databases.apply(arguments.home(), jdbi -> Library.offered(jdbi, arguments.home(), account));
        Invitation invitation = folder.invite(
                new NodeFolder.Terms(
                        name,
                        budget,
                        trusted,
                        arguments.number("noise", 0, Guest.MOST_NOISE).orElse(0),
                        arguments
                                .number("audit-keys", 2, KeyCommitments.MAX_KEYS)
                                .orElse(0)),
                "Documents of " + account,
                entries,
                EmbedderFingerprint.current());
        Leakage.toQueriers().forEach(line -> say("know", line));
        say("offered", entries.size() + " passages of " + account + ", as they are now");
        long bytes = EncodedMemory.of(folder.offer(name));
        if (!EncodedMemory.fits(bytes)) {
            say(
                    "memory",
                    "it takes " + (bytes >> 20) + " MiB while it is searched: start with ./cloister up --memory "
                            + EncodedMemory.heapFor(bytes) + " or more, or its queries are refused");
        }
        say("budget", budget.queries() + " queries in " + budget.period().toDays() + " days");
        say("hand over", invitation.code());
        say("", "by a way that only " + name + " reads. It works once, within a week:");
        say("", "./cloister federation join CODE --as \"" + folder.identity().name() + "\"");
    }

    private void join(String code) {
        Host host = new FederatedSearch(arguments.home().federation())
                .join(
                        Invitation.parse(code),
                        arguments
                                .option("as")
                                .orElseThrow(() -> arguments.usage("Say --as NAME, what to call the party")));
        say("joined", host.name() + ", " + host.id().brief());
        say("offers", host.offer().title() + ", " + host.offer().vectors() + " passages");
        say("measured", String.format(Locale.ROOT, "%.1f MB/s", host.bytesPerSecond() / 1e6));
    }

    private void status() {
        NodeIdentity identity = folder.identity();
        NodeFolder.Settings settings = folder.settings();
        say("node", identity.name() + ", " + identity.id().fingerprint());
        say("listens", settings.bind() + ":" + settings.port());
        Parties parties = folder.parties();
        for (Guest guest : parties.guests()) {
            say(
                    "guest",
                    guest.name() + ", " + guest.id().brief()
                            + (guest.active()
                                    ? ", " + folder.left(guest) + " of "
                                            + guest.budget().queries() + " queries left in "
                                            + guest.budget().period().toDays() + " days"
                                            + (guest.noise() > 0 ? ", noise up to " + guest.noise() : "")
                                    : ", shut out " + guest.revoked().orElseThrow()));
        }
        parties.invitations().forEach(one -> say("invited", one.name() + ", until " + one.until()));
        parties.hosts()
                .forEach(host -> say(
                        "party",
                        host.name() + ", " + host.id().brief() + ", "
                                + host.offer().vectors() + " passages at " + host.address() + ":" + host.port()));
    }

    private void revoke(String name) {
        if (!folder.revoke(name)) {
            throw arguments.usage("No party is called " + name + "; ./cloister federation status");
        }
        say("revoked", name + "; snapshots that nobody may search any longer are deleted");
    }

    private void say(String what, String detail) {
        out.printf("  %-12s %s%n", what, detail);
    }
}
