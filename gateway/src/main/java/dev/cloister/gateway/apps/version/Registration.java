package dev.cloister.gateway.apps.version;

import dev.cloister.gateway.apps.version.AppVersion.State;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.BundleReview;
import dev.cloister.sandbox.app.BundleSignature.Signer;
import dev.cloister.sandbox.app.BundleStore;
import dev.cloister.sandbox.app.Finding;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.app.ToolsPin;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.spoke.TestRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * How an app comes to be: its bundle is unpacked and checked, started once in a sandbox without anybody's data, looked
 * through, and kept as a proposal; it runs after a person's yes, and only for as long as its files and what it says of its
 * tools stay what was agreed to.
 */
public final class Registration {

    /** Titles with which an app would speak as somebody else. */
    private static final List<String> RESERVED =
            List.of("Cloister", "You", "The user", "User", "The hub", "Hub", "System", "Administrator", "Admin");

    private static final int MOST_VERSIONS = 10;
    private static final int MOST_APPS = 100;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AppVersions versions;
    private final BundleStore bundles;
    private final Trial trial;
    private final Ledger ledger;
    private final Clock clock;

    /** Unpacking and trying cost memory and time: one at a time. */
    private final Semaphore turn = new Semaphore(1);

    public Registration(AppVersions versions, BundleStore bundles, Trial trial, Ledger ledger, Clock clock) {
        this.versions = versions;
        this.bundles = bundles;
        this.trial = trial;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Who acts. */
    public record Actor(String tenant, String name, boolean admin) {}

    /**
     * Registers a version.
     *
     * @param archive an MCPB archive
     * @return the proposal, with what its test run and its review found
     */
    public AppVersion propose(Actor actor, Path archive) {
        takeTurn();
        try {
            BundleStore.Added added = bundles.add(archive);
            try {
                return propose(actor, added.bundle(), added.signer());
            } finally {
                if (!versions.known(added.bundle().digest())) {
                    bundles.remove(added.bundle().digest());
                }
            }
        } finally {
            turn.release();
        }
    }

    private AppVersion propose(Actor actor, AppBundle bundle, Optional<Signer> signer) {
        requirePlace(actor, bundle);
        TestRun run = trial.of(bundle);
        List<Finding> findings = new ArrayList<>(BundleReview.of(
                bundle.manifest(),
                run.tools(),
                otherTitles(actor.tenant(), bundle.manifest().name())));
        findings.addAll(otherHand(actor.tenant(), bundle.manifest().name(), signer));
        versions.add(new AppVersion(
                actor.tenant(),
                bundle.manifest().name(),
                bundle.digest(),
                bundle.manifest().version(),
                bundle.manifest().displayName(),
                signer,
                findings,
                run,
                State.PROPOSED,
                false,
                Optional.empty(),
                actor.name(),
                clock.instant(),
                Optional.empty(),
                Optional.empty()));
        note(actor, "app.registered", bundle.manifest().name(), bundle.digest());
        return require(actor.tenant(), bundle.manifest().name(), bundle.digest());
    }

    /** Titles that nothing else may look like: those of the apps that run. */
    private List<String> otherTitles(String tenant, String app) {
        return Stream.concat(
                        Stream.concat(Stream.of(SampleApps.TITLE), RESERVED.stream()),
                        versions.active(tenant).stream()
                                .filter(version -> !version.app().equals(app))
                                .map(AppVersion::title))
                .toList();
    }

    /** A version that the signer of the version that runs has not signed. */
    private List<Finding> otherHand(String tenant, String app, Optional<Signer> signer) {
        return versions.active(tenant).stream()
                .filter(active -> active.app().equals(app) && active.signer().isPresent())
                .filter(active -> !active.signer().equals(signer))
                .map(active -> new Finding(
                        Finding.Severity.WARNING, "signature", "is not by whoever signed the version that runs"))
                .toList();
    }

    private void requirePlace(Actor actor, AppBundle bundle) {
        String name = bundle.manifest().name();
        if (name.equals(SampleApps.NAME)) {
            throw new Refusal(
                    409, "NAME_TAKEN", "The app " + name + " comes with Cloister.", "Choose another name for yours.");
        }
        List<AppVersion> all = versions.list(actor.tenant());
        List<AppVersion> own =
                all.stream().filter(version -> version.app().equals(name)).toList();
        if (own.stream().anyMatch(version -> version.digest().equals(bundle.digest()))) {
            throw new Refusal(
                    409,
                    "VERSION_KNOWN",
                    "These very files are registered already.",
                    "Nothing was changed. Its versions are listed at the app.");
        }
        if (own.stream()
                .anyMatch(version -> version.version().equals(bundle.manifest().version()))) {
            throw new Refusal(
                    409,
                    "VERSION_TAKEN",
                    "Version " + bundle.manifest().version() + " of " + name + " is registered with other files.",
                    "Nothing was changed. Give the manifest a new version.");
        }
        // Whoever came first: an administrator who registers a version does not take the name away.
        if (!actor.admin() && !own.isEmpty() && !own.getLast().registeredBy().equals(actor.name())) {
            throw new Refusal(
                    409,
                    "NAME_TAKEN",
                    "The app " + name + " is another developer's.",
                    "Choose another name for yours.");
        }
        long apps = all.stream().map(AppVersion::app).distinct().count();
        if (own.size() >= MOST_VERSIONS || own.isEmpty() && apps >= MOST_APPS) {
            throw new Refusal(
                    409,
                    "TOO_MANY",
                    "There are " + (own.isEmpty() ? MOST_APPS + " apps" : MOST_VERSIONS + " versions") + " already.",
                    "Nothing was registered. Remove one that is not needed.");
        }
    }

    /**
     * Lets a version run instead of the one that runs: a first yes, a yes to a change, or a roll-back.
     *
     * @param seen what whoever decides was shown of its tools
     */
    public AppVersion approve(Actor actor, String app, String digest, ToolsPin seen) {
        AppVersion version = require(actor.tenant(), app, digest);
        if (!version.pin().equals(seen)) {
            throw new Refusal(
                    409,
                    "APP_CHANGED",
                    "This version says something else about its tools than was shown.",
                    "It was not approved. Look at it once more.");
        }
        if (version.blocked() || BundleReview.looksLike(version.title(), otherTitles(actor.tenant(), app))) {
            throw new Refusal(
                    409,
                    "APP_UNSAFE",
                    "This version cannot be approved.",
                    "It holds what no reader could see, or its title looks like another app's. It was not approved."
                            + " Register a corrected version.");
        }
        bundles.get(digest).requireUnchanged();
        endActive(actor.tenant(), app);
        if (!versions.activate(actor.tenant(), app, digest, actor.name(), clock.instant())) {
            throw Refusal.notFound("The version");
        }
        note(actor, "app.approved", app, digest);
        return require(actor.tenant(), app, digest);
    }

    /** Has no version of the app run. */
    public void disable(Actor actor, String app) {
        if (versions.list(actor.tenant(), app).isEmpty()) {
            throw Refusal.notFound("The app");
        }
        endActive(actor.tenant(), app);
        if (versions.deactivate(actor.tenant(), app)) {
            note(actor, "app.disabled", app, "");
        }
    }

    private void endActive(String tenant, String app) {
        versions.active(tenant).stream()
                .filter(version -> version.app().equals(app))
                .forEach(version -> trial.end(version.digest()));
    }

    /** Deletes a version that does not run. */
    public void remove(Actor actor, String app, String digest) {
        AppVersion version = require(actor.tenant(), app, digest);
        if (version.active()) {
            throw new Refusal(409, "APP_ACTIVE", "This version runs.", "Nothing was removed. Disable the app first.");
        }
        boolean own = version.registeredBy().equals(actor.name())
                && version.decidedBy().isEmpty();
        if (!actor.admin() && !own) {
            throw new Refusal(
                    403,
                    "FORBIDDEN",
                    "Only an administrator removes what was approved once, or what others registered.",
                    "Nothing was removed.");
        }
        takeTurn();
        try {
            versions.remove(actor.tenant(), app, digest);
            if (!versions.known(digest)) {
                bundles.remove(digest);
            }
        } finally {
            turn.release();
        }
        note(actor, "app.removed", app, digest);
    }

    private void takeTurn() {
        if (!turn.tryAcquire()) {
            throw new Refusal(429, "BUSY", "Another app is being tried.", "Nothing was changed. Try again in a moment.")
                    .retryAfter(SOON);
        }
    }

    /**
     * Checks that an app may run and says of its tools what it said when it was approved; one that does not is stopped.
     *
     * @param tools what it says now
     */
    public void requireRunning(String tenant, AppBundle bundle, List<ToolDescription> tools) {
        String app = bundle.manifest().name();
        if (app.equals(SampleApps.NAME)) {
            return;
        }
        AppVersion version = versions.find(tenant, app, bundle.digest())
                .filter(AppVersion::active)
                .orElseThrow(() -> new Refusal(
                        409,
                        "APP_OFF",
                        bundle.manifest().displayName() + " does not run any longer.",
                        "It did not act."));
        if (!ToolsPin.of(tools).equals(ToolsPin.of(version.testRun().tools()))) {
            versions.stop(version, tools, BundleReview.of(bundle.manifest(), tools, otherTitles(tenant, app)));
            note(new Actor(tenant, "hub", true), "app.stopped", app, bundle.digest());
            throw new Refusal(
                    409,
                    "APP_CHANGED",
                    version.title() + " says something else about its tools than it was approved with.",
                    "It was stopped and did not act. Someone who may approve apps can see the difference on the Apps page.");
        }
    }

    /** A version, or a 404. */
    public AppVersion require(String tenant, String app, String digest) {
        return versions.find(tenant, app, digest).orElseThrow(() -> Refusal.notFound("The version"));
    }

    private void note(Actor actor, String action, String app, String digest) {
        ledger.append(
                actor.tenant(),
                actor.name(),
                action,
                digest.isEmpty() ? Map.of("app", app) : Map.of("app", app, "digest", digest));
    }
}
