package dev.cloister.gateway.setup;

import dev.cloister.gateway.apps.SpokeTier;
import dev.cloister.gateway.home.Jars;
import dev.cloister.gateway.models.ModelCheck;
import dev.cloister.inference.catalog.ModelLibrary;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.LayerResult;
import dev.cloister.sandbox.os.SelfTest;
import dev.cloister.sandbox.starter.Privileges;
import java.nio.file.Path;
import java.util.List;

/** {@code ./cloister doctor}, its last part: tries every layer of the sandbox from inside. */
final class DoctorCommand {

    private DoctorCommand() {}

    static void run(CommandLine line) {
        boolean served = new ModelCheck(
                        new ModelLibrary(line.home().models(), line.downloads().resolve("models")))
                .print(System.out);
        sandbox(line.tier().map(SpokeTier::named).orElseGet(() -> SpokeTier.of(line.home())));
        if (!served) {
            System.exit(1);
        }
    }

    private static void sandbox(SpokeTier tier) {
        try {
            JavaRuntime java = new JavaRuntime(Path.of(System.getProperty("java.home")), Jars.ofSpoke());
            List<LayerResult> layers = SelfTest.run(tier.open(), java);
            System.out.println("  " + Privileges.current().line());
            System.out.println("  tier         " + tier.title());
            layers.forEach(layer -> System.out.println("  " + layer.line()));
            if (layers.stream().anyMatch(LayerResult::keepsAppsOff)) {
                System.out.println("  Apps stay off until every mandatory layer holds.");
                System.exit(1);
            }
        } catch (SandboxException e) {
            System.out.println("  sandbox      missing: " + e.getMessage());
            System.exit(1);
        }
    }
}
