package dev.cloister.gateway.setup;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs once everything has started: says where, and waits for the end. */
public class Gateway implements QuarkusApplication {

    private final FirstStart firstStart;
    private final int port;

    public Gateway(FirstStart firstStart, @ConfigProperty(name = "quarkus.http.port") int port) {
        this.firstStart = firstStart;
        this.port = port;
    }

    @Override
    public int run(String... arguments) {
        firstStart.admin().ifPresent(password -> {
            System.out.println();
            System.out.println("  Sign in as   admin");
            System.out.println("  Password     " + password + "   (shown this once)");
        });
        System.out.println();
        System.out.println("Cloister is ready at http://localhost:" + port + "/   (Ctrl-C stops it)");
        Quarkus.waitForExit();
        return 0;
    }
}
