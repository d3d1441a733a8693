package dev.cloister.gateway.redteam;

import dev.cloister.gateway.engine.EngineHost;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.gateway.hub.Router;
import dev.cloister.inference.Engine;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.sandbox.app.BundleStore;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.SelfTest;
import dev.cloister.sandbox.redteam.EngineSubject;
import dev.cloister.sandbox.redteam.ObedientSubject;
import dev.cloister.sandbox.redteam.Outcome;
import dev.cloister.sandbox.redteam.RedTeam;
import dev.cloister.sandbox.redteam.RefusingSubject;
import dev.cloister.sandbox.redteam.Scenario;
import dev.cloister.sandbox.redteam.Scenarios;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All attacks with all models: the served one, one that obeys every order, one that refuses; and without isolation. */
public final class RedTeamRun {

    private final Home home;
    private final Path downloads;
    private final Consumer<Outcome> progress;

    /**
     * @param downloads the folder with the model and the native libraries
     * @param progress told of each outcome
     */
    public RedTeamRun(Home home, Path downloads, Consumer<Outcome> progress) {
        this.home = home;
        this.downloads = downloads;
        this.progress = progress;
    }

    /** Every {@code every}-th scenario in all arms. */
    public List<Outcome> run(int every) {
        List<Scenario> all = Scenarios.all();
        List<Scenario> some =
                all.stream().filter(one -> all.indexOf(one) % every == 0).toList();
        BubblewrapLauncher launcher = BubblewrapLauncher.create();
        JavaRuntime java = new JavaRuntime(Path.of(System.getProperty("java.home")), Jars.ofSpoke());
        SelfTest.require(launcher, java);
        Path work = temporaryFolder();
        try (Engine engine = new WorkerEngine(EngineHost.settings(home, downloads), launcher)) {
            SpokeFactory factory = new SpokeFactory(launcher, java, NodeRuntime.find(), SpokeLimits.usual());
            RedTeam team = new RedTeam(factory, engine::embed, Router.APP_COSINE, work, progress);
            List<Outcome> outcomes = new ArrayList<>();
            outcomes.addAll(team.attackUnprotected(new ObedientSubject(), some));
            outcomes.addAll(team.attack(new ObedientSubject(), some));
            outcomes.addAll(team.attack(new EngineSubject(engine), some));
            outcomes.addAll(team.attack(new RefusingSubject(), some));
            return outcomes;
        } finally {
            delete(work);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("cloister-redteam");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
    }

    private static void delete(Path folder) {
        try {
            BundleStore.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary folder " + folder + " could not be deleted", e);
        }
    }
}
