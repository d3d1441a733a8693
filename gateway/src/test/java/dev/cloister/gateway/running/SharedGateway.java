package dev.cloister.gateway.running;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Gives tests a {@link Visitor} of one gateway that all of them share; it ends with the last test. */
public final class SharedGateway implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedGateway.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Visitor.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("gateway", key -> new Instance(), Instance.class)
                .visitor;
    }

    private static final class Instance implements AutoCloseable {
        private final Path home;
        private final GatewayProcess gateway;
        private final Visitor visitor;

        Instance() {
            try {
                home = Files.createTempDirectory("cloister-test");
                // Servers that tests start for apps to reach.
                Files.writeString(home.resolve("cloister.properties"), "cloister.egress.allow-private=127.0.0.1,::1\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            gateway = GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady();
            visitor = Visitor.signIn(gateway, home, "admin", gateway.password().orElseThrow());
        }

        @Override
        public void close() throws IOException {
            gateway.close();
            awaitDatabaseEnd();
            try (var paths = Files.walk(home)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }

        /** Its last act is to delete this file, perhaps after the gateway's end. */
        private void awaitDatabaseEnd() {
            Path pid = home.resolve("db/data/postmaster.pid");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (Files.exists(pid) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }
}
