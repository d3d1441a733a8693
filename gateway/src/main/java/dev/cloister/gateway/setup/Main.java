package dev.cloister.gateway.setup;

import dev.cloister.gateway.apps.SpokeTier;
import dev.cloister.gateway.apps.command.AppCommand;
import dev.cloister.gateway.benchmark.BenchmarkRun;
import dev.cloister.gateway.benchmark.Effort;
import dev.cloister.gateway.benchmark.Part;
import dev.cloister.gateway.benchmark.Suite;
import dev.cloister.gateway.federation.FederationCommand;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import dev.cloister.gateway.models.ModelCommand;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.redteam.RedTeamCommand;
import dev.cloister.inference.catalog.CatalogException;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.watermark.WatermarkException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;

/** The command line behind {@code ./cloister}. */
@QuarkusMain
public final class Main {

    private static final Logger LOG = Logger.getLogger(Main.class);

    private Main() {}

    /** Runs one command; the exit status is 0 when it did what it says. */
    public static void main(String... arguments) {
        List<String> words = List.of(arguments);
        if (!words.contains("serve")) {
            java.util.logging.Logger.getLogger("").setLevel(Level.SEVERE);
        }
        try {
            switch (words.isEmpty() ? "" : words.getFirst()) {
                case "serve" -> serve(CommandLine.parse(words.subList(1, words.size()), 0));
                case "token" -> TokenCommand.run(CommandLine.parse(words.subList(1, words.size()), 1));
                case "account" -> AccountCommand.run(CommandLine.parse(words.subList(1, words.size()), 1));
                case "ledger" -> LedgerCommand.run(CommandLine.parse(words.subList(1, words.size()), 1));
                case "model" -> ModelCommand.run(words.subList(1, words.size()), System.out);
                case "app" -> app(words.subList(1, words.size()));
                case "federation" ->
                    FederationCommand.run(words.subList(1, words.size()), System.out, Offline::withDatabase);
                case "doctor" -> DoctorCommand.run(CommandLine.parse(words.subList(1, words.size()), 0));
                case "bench" -> bench(CommandLine.parse(words.subList(1, words.size()), 1));
                case "redteam" -> redteam(CommandLine.parse(words.subList(1, words.size()), 0));
                default ->
                    throw new SetupException(
                            Code.USAGE,
                            "Commands are serve, account NAME, token NAME, model, app, ledger verify, doctor, bench main and redteam; see ./cloister help");
            }
        } catch (SetupException e) {
            System.err.println("cloister: " + e.code() + ": " + e.getMessage());
            System.exit(e.code() == Code.USAGE ? 2 : 1);
        } catch (UncheckedIOException e) {
            System.err.println("cloister: FILE_FAILED: " + e.getMessage() + " (" + rootOf(e) + ")");
            System.exit(1);
        } catch (SandboxException e) {
            System.err.println("cloister: " + e.code() + ": " + e.getMessage());
            System.exit(1);
        } catch (Refusal e) {
            System.err.println("cloister: " + e.getMessage() + " " + e.problem().detail());
            System.exit(1);
        } catch (RetrievalException e) {
            System.err.println("cloister: " + e.code() + ": " + e.getMessage());
            System.exit(1);
        } catch (CatalogException e) {
            System.err.println("cloister: " + e.code() + ": " + e.getMessage());
            System.exit(1);
        }
    }

    private static void app(List<String> words) {
        boolean done = AppCommand.run(
                words,
                System.out,
                (home, action) -> Offline.withDatabase(home, jdbi -> {
                    action.accept(jdbi);
                    return true;
                }));
        if (!done) {
            System.exit(1);
        }
    }

    private static void redteam(CommandLine line) {
        if (!RedTeamCommand.run(line.home(), line.downloads(), line.root(), line.quick(), System.out)) {
            System.exit(1);
        }
    }

    private static void serve(CommandLine line) {
        line.tier().map(SpokeTier::named).ifPresent(tier -> {
            tier.open();
            System.setProperty(SpokeTier.KEY, tier.title());
        });
        AtomicBoolean failed = new AtomicBoolean();
        try (InstanceLock lock = InstanceLock.take(line.home(), line.port());
                DatabaseServer database = DatabaseServer.start(line.home())) {
            System.setProperty("cloister.home", line.home().root().toString());
            System.setProperty("cloister.downloads", line.downloads().toString());
            Path settings = line.home().root().resolve("cloister.properties");
            if (Files.exists(settings)) {
                System.setProperty("smallrye.config.locations", settings.toUri().toString());
            }
            System.setProperty("quarkus.http.port", Integer.toString(line.port()));
            System.setProperty("quarkus.datasource.jdbc.url", database.jdbcUrl());
            System.setProperty("quarkus.datasource.username", database.user());
            System.setProperty("quarkus.datasource.password", database.password());
            System.setProperty("quarkus.log.file.enabled", "true");
            System.setProperty(
                    "quarkus.log.file.path",
                    line.home().logs().resolve("gateway.log").toString());
            Quarkus.run(Gateway.class, (status, failure) -> {
                if (failure != null) {
                    LOG.error("The gateway did not start", failure);
                    System.err.println("cloister: " + reason(failure) + "; see "
                            + line.home().logs().resolve("gateway.log"));
                    failed.set(true);
                }
            });
        }
        if (failed.get()) {
            System.exit(1);
        }
    }

    private static void bench(CommandLine line) {
        Suite suite = Suite.named(line.words().getFirst())
                .orElseThrow(() ->
                        new SetupException(Code.USAGE, "The benchmarks are " + String.join(", ", Suite.titles())));
        List<Part> parts = line.part()
                .map(title -> List.of(suite.part(title)
                        .orElseThrow(() -> new SetupException(
                                Code.USAGE,
                                "The benchmark's parts are "
                                        + String.join(
                                                ", ",
                                                suite.parts().stream()
                                                        .map(Part::title)
                                                        .toList())))))
                .orElse(suite.usualParts());
        try {
            BenchmarkRun.run(suite, line.downloads(), line.root(), line.quick() ? Effort.QUICK : Effort.FULL, parts);
        } catch (RuntimeException e) {
            System.err.println("cloister: BENCH_FAILED: " + e.getMessage() + " (" + rootOf(e)
                    + "). The figures of the parts that ended before are kept. Mend the cause and run it again;"
                    + " ./cloister doctor names what is missing.");
            System.exit(1);
        }
    }

    /** The failure that says what to do, where one does. */
    private static String reason(Throwable failure) {
        Throwable link = failure;
        while (true) {
            if (link instanceof SetupException known) {
                return known.code() + ": " + known.getMessage();
            }
            if (link instanceof WatermarkException known) {
                return known.code() + ": " + known.getMessage();
            }
            if (link.getCause() == null || link.getCause() == link) {
                return "START_FAILED: " + link;
            }
            link = link.getCause();
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
