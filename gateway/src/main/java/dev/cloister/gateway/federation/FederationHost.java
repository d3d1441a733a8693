package dev.cloister.gateway.federation;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.identity.Tenant;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.inference.embedding.EmbedderFingerprint;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.federation.NodeFolder;
import dev.cloister.retrieval.federation.node.FederationNode;
import dev.cloister.retrieval.federation.party.Share;
import dev.cloister.retrieval.federation.party.ShareBook;
import dev.cloister.retrieval.ring.RingScoring;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Runs this node's listener as long as the gateway runs, from when the node is set up on. */
@ApplicationScoped
public class FederationHost {

    private static final Logger LOG = Logger.getLogger(FederationHost.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Path path;
    private final NodeFolder folder;
    private final Ledger ledger;
    private final int accountPercent;
    private final int accountSearches;
    private @Nullable Thread watch;
    private @Nullable FederationNode node;
    private @Nullable String embedder;
    private @Nullable ShareBook shares;

    public FederationHost(
            Home home,
            Ledger ledger,
            @ConfigProperty(name = "cloister.federation.account-percent", defaultValue = "50") int accountPercent,
            @ConfigProperty(name = "cloister.federation.account-searches", defaultValue = "2") int accountSearches) {
        if (accountPercent < 1 || accountPercent > 100 || accountSearches < 1) {
            throw new IllegalArgumentException("cloister.federation.account-percent is 1 to 100, and"
                    + " cloister.federation.account-searches 1 or more. Change them and start again.");
        }
        this.accountPercent = accountPercent;
        this.accountSearches = accountSearches;
        this.path = home.federation();
        this.folder = new NodeFolder(path);
        this.ledger = ledger;
    }

    void onStart(@Observes StartupEvent event) {
        watch = Thread.ofVirtual().name("federation-set-up").start(this::startWhenSetUp);
    }

    /** The node's folder. */
    Path path() {
        return path;
    }

    NodeFolder folder() {
        return folder;
    }

    /** Which model makes this node's embeddings. */
    synchronized String embedder() {
        String known = embedder;
        if (known == null) {
            known = EmbedderFingerprint.current();
            embedder = known;
        }
        return known;
    }

    /** What an account may ask of other parties; administrators, all that this node may. */
    synchronized Share share(Caller caller) {
        ShareBook book = shares;
        if (book == null) {
            book = new ShareBook(path, InstantSource.system(), accountPercent, accountSearches);
            shares = book;
        }
        return book.of(caller.account().toString(), caller.is(Role.ADMIN));
    }

    /** Whether it listens. */
    synchronized boolean listens() {
        return node != null;
    }

    private void startWhenSetUp() {
        try {
            while (!folder.exists()) {
                Thread.sleep(LOOK);
            }
            start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RetrievalException e) {
            LOG.error("This node takes no part in the federation: " + e.code() + ": " + e.getMessage());
        }
    }

    private synchronized void start() {
        NodeFolder.Settings settings = folder.settings();
        node = FederationNode.start(
                path,
                new InetSocketAddress(settings.bind(), settings.port()),
                new RingScoring(1),
                InstantSource.system(),
                new LedgerListener(ledger, Tenant.OWN));
        LOG.info("This node listens for its parties at " + settings.bind() + ":" + settings.port());
    }

    @PreDestroy
    synchronized void close() {
        if (watch != null) {
            watch.interrupt();
        }
        if (node != null) {
            node.close();
        }
        if (shares != null) {
            shares.close();
        }
    }
}
