package dev.cloister.gateway.apps.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.SpokeTier;
import dev.cloister.gateway.apps.version.AppVersion;
import dev.cloister.gateway.apps.version.AppVersions;
import dev.cloister.gateway.apps.version.Registration;
import dev.cloister.gateway.home.Arguments;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.identity.Tenant;
import dev.cloister.gateway.ledger.Checkpoints;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.ledger.SigningKeys;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.BundleArchive;
import dev.cloister.sandbox.app.BundleReview;
import dev.cloister.sandbox.app.BundleStore;
import dev.cloister.sandbox.app.Finding;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.spoke.TestRun;
import org.jdbi.v3.core.Jdbi;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code ./cloister app}. Whoever may run it may do all that an administrator may: the instance's files are theirs. */
public final class AppCommand {

    private static final Registration.Actor OPERATOR = new Registration.Actor(Tenant.OWN, "command line", true);
    private static final String VERSION = "version";
    private static final String INTO = "into";
    private static final String NETWORK = "network";
    private static final String FOLDER_OR_FILE = "FOLDER | FILE.mcpb";

    private final Arguments arguments;
    private final PrintStream out;
    private final AppReport report;
    private final BiConsumer<Home, Consumer<Jdbi>> databases;

    private AppCommand(Arguments arguments, PrintStream out, BiConsumer<Home, Consumer<Jdbi>> databases) {
        this.arguments = arguments;
        this.out = out;
        this.report = new AppReport(out);
        this.databases = databases;
    }

    /**
     * Runs the command.
     *
     * @param databases runs something with the database of a home
     * @return whether it did what it says
     */
    public static boolean run(List<String> words, PrintStream out, BiConsumer<Home, Consumer<Jdbi>> databases) {
        Arguments arguments = Arguments.parse(
                "app", Set.of("home", "downloads", "port", INTO, VERSION), Set.of("help", NETWORK), words);
        return new AppCommand(arguments, out, databases).run();
    }

    private boolean run() {
        switch (arguments.subcommand()) {
            case "new" -> create(arguments.only("NAME"));
            case "check" -> {
                return check(Path.of(arguments.only(FOLDER_OR_FILE)));
            }
            case "pack" -> pack(Path.of(arguments.only("FOLDER")));
            case "add" -> add(Path.of(arguments.only(FOLDER_OR_FILE)));
            case "list" -> list();
            case "approve" -> approve(arguments.only("NAME"));
            case "disable" -> disable(arguments.only("NAME"));
            case "export" -> export(arguments.only("NAME"));
            case "remove" -> remove(arguments.only("NAME --version V"));
            case "help" -> out.print(AppHelp.TEXT);
            default ->
                throw arguments.usage(
                        "The commands are new, check, pack, add, list, approve, disable, export and remove");
        }
        return true;
    }

    private void create(String name) {
        Path folder =
                AppTemplate.write(name, arguments.option(INTO).map(Path::of).orElse(Path.of(name)));
        report.line("written", folder.resolve("manifest.json").toString());
        report.line("written", folder.resolve("server.mjs").toString());
        report.line("next", "./cloister app check " + folder);
    }

    private boolean check(Path source) {
        return withFolder(work -> {
            BundleStore.Added added = new BundleStore(work.resolve("bundles")).add(archive(source, work));
            AppBundle bundle = added.bundle();
            report.manifest(bundle.manifest(), bundle.digest());
            report.signer(added.signer());
            TestRun run = new AppTrial(report, SpokeTier.of(arguments.home()), arguments.has(NETWORK))
                    .of(bundle, work.resolve("trials"));
            report.testRun(run.steps());
            List<Finding> findings = BundleReview.of(bundle.manifest(), run.tools(), List.of(SampleApps.TITLE));
            report.findings(findings);
            boolean good = run.steps().stream().noneMatch(TestRun.Step::isError)
                    && findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.BLOCKING);
            report.line(
                    good ? "good" : "not good",
                    good ? "next: ./cloister app add " + source : "correct what failed and check it again");
            return good;
        });
    }

    private void pack(Path folder) {
        AppBundle bundle = AppBundle.read(folder);
        String name = bundle.manifest().name() + "-" + bundle.manifest().version() + ".mcpb";
        Path target = arguments.option(INTO).map(Path::of).orElse(Path.of(name));
        write(target, stream -> BundleArchive.packSource(folder, stream));
        report.line("written", target.toString());
    }

    private void add(Path source) {
        withRegistration((registration, versions, bundles) -> withFolder(work -> {
            AppVersion added = registration.propose(OPERATOR, archive(source, work));
            report.manifest(bundles.get(added.digest()).manifest(), added.digest());
            report.signer(added.signer());
            report.testRun(added.testRun().steps());
            report.findings(added.findings());
            report.line("registered", added.app() + " " + added.version());
            report.line(
                    "next",
                    added.blocked()
                            ? "correct what is blocked and register a new version"
                            : "./cloister app approve " + added.app() + ", or approve it on the Apps page");
            return true;
        }));
    }

    private void list() {
        withRegistration((registration, versions, bundles) -> {
            List<AppVersion> all = versions.list(Tenant.OWN);
            if (all.isEmpty()) {
                report.line("apps", "none registered; ./cloister app new NAME begins one");
            }
            all.forEach(report::version);
        });
    }

    private void approve(String app) {
        withRegistration((registration, versions, bundles) -> {
            if (arguments.option(VERSION).isEmpty()
                    && versions.list(Tenant.OWN, app).size() > 1) {
                throw arguments.usage("There are several versions of " + app + ": name one with --version");
            }
            AppVersion version = find(versions, app, any -> true);
            report.manifest(bundles.get(version.digest()).manifest(), version.digest());
            report.signer(version.signer());
            report.findings(version.findings());
            AppVersion approved = registration.approve(OPERATOR, app, version.digest(), version.pin());
            report.line("running", approved.app() + " " + approved.version());
        });
    }

    private void disable(String app) {
        withRegistration((registration, versions, bundles) -> {
            registration.disable(OPERATOR, app);
            report.line("disabled", app);
        });
    }

    private void export(String app) {
        withRegistration((registration, versions, bundles) -> {
            AppVersion version = find(versions, app, AppVersion::active);
            Path target = arguments
                    .option(INTO)
                    .map(Path::of)
                    .orElse(Path.of(version.app() + "-" + version.version() + ".mcpb"));
            write(target, stream -> bundles.export(version.digest(), stream));
            report.line("written", target.toString());
        });
    }

    private void remove(String app) {
        if (arguments.option(VERSION).isEmpty()) {
            throw arguments.usage("Name the version to remove");
        }
        withRegistration((registration, versions, bundles) -> {
            AppVersion version = find(versions, app, any -> true);
            registration.remove(OPERATOR, app, version.digest());
            report.line("removed", app + " " + version.version());
        });
    }

    /** The version that is named, else the newest that is wanted. */
    private AppVersion find(AppVersions versions, String app, Predicate<AppVersion> wanted) {
        return versions.list(Tenant.OWN, app).stream()
                .filter(version ->
                        arguments.option(VERSION).map(version.version()::equals).orElseGet(() -> wanted.test(version)))
                .findFirst()
                .orElseThrow(() -> arguments.usage("There is no such version of " + app + "; ./cloister app list"));
    }

    private Path archive(Path source, Path work) {
        if (Files.isDirectory(source)) {
            Path packed = work.resolve("packed.mcpb");
            write(packed, stream -> BundleArchive.packSource(source, stream));
            return packed;
        }
        if (!Files.isRegularFile(source)) {
            throw arguments.usage("There is no folder or file " + source);
        }
        return source.toString().endsWith(".json") ? new DescribedBundle().fetch(source, work) : source;
    }

    /** Whole or not at all, and beside the folder: an archive must not hold itself. */
    private static void write(Path target, Consumer<OutputStream> content) {
        try {
            Path draft = Files.createTempFile("cloister-app", ".mcpb");
            try {
                try (OutputStream stream = Files.newOutputStream(draft)) {
                    content.accept(stream);
                }
                Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written", e);
        }
    }

    private boolean withFolder(Predicate<Path> action) {
        try {
            Path work = Files.createTempDirectory("cloister-app");
            try {
                return action.test(work);
            } finally {
                BundleStore.delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
    }

    @FunctionalInterface
    private interface Registered {
        void act(Registration registration, AppVersions versions, BundleStore bundles);
    }

    private void withRegistration(Registered action) {
        Home home = arguments.home();
        databases.accept(home, jdbi -> {
            ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
            SigningKeys keys = SigningKeys.in(home.keys());
            Clock clock = Clock.systemUTC();
            Ledger ledger = new Ledger(jdbi, keys, new Checkpoints(home.ledger(), keys, json), json, clock);
            AppVersions versions = new AppVersions(jdbi);
            BundleStore bundles = new BundleStore(home.spokes().resolve("bundles"));
            Registration registration = new Registration(
                    versions,
                    bundles,
                    bundle -> AppCells.tryOut(
                            AppCells.tested(SpokeTier.of(home).open()),
                            bundle,
                            home.spokes().resolve("trials")),
                    ledger,
                    clock);
            action.act(registration, versions, bundles);
        });
    }
}
