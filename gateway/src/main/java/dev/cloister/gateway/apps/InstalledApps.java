package dev.cloister.gateway.apps;

import dev.cloister.gateway.apps.version.AppVersion;
import dev.cloister.gateway.apps.version.AppVersions;
import dev.cloister.gateway.home.Home;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.BundleStore;
import dev.cloister.sandbox.app.SampleApps;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The apps that a tenant's users have: the one that comes with Cloister, and what was registered and approved. */
@Singleton
public class InstalledApps {

    private static final Logger LOG = Logger.getLogger(InstalledApps.class);

    private final AppBundle sample;
    private final AppVersions versions;
    private final BundleStore bundles;

    public InstalledApps(Home home, AppVersions versions, BundleStore bundles) {
        this.sample = SampleApps.everyday(home.spokes().resolve("samples"));
        this.versions = versions;
        this.bundles = bundles;
    }

    /** All of them; one whose files are damaged is left out. */
    public List<AppBundle> bundles(String tenant) {
        List<AppBundle> all = new ArrayList<>(List.of(sample));
        for (AppVersion version : versions.active(tenant)) {
            try {
                all.add(bundles.get(version.digest()));
            } catch (SandboxException e) {
                LOG.errorf("The app %s is left out. %s", version.app(), e.getMessage());
            }
        }
        return List.copyOf(all);
    }

    public Optional<AppBundle> named(String tenant, String name) {
        return bundles(tenant).stream()
                .filter(bundle -> bundle.manifest().name().equals(name))
                .findFirst();
    }
}
