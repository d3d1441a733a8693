package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** How many documents and bytes an account may keep, so that no one fills the disk of all. */
@ApplicationScoped
public class DocumentShare {

    private static final long MEGABYTE = 1_000_000;

    private final Jdbi jdbi;
    private final long documents;
    private final long bytes;

    /**
     * A share for each account.
     *
     * @param documents most of them
     * @param megabytes most of their files together, in 10^6 bytes
     */
    public DocumentShare(
            Jdbi jdbi,
            @ConfigProperty(name = "cloister.documents.per-account", defaultValue = "10000") long documents,
            @ConfigProperty(name = "cloister.documents.megabytes-per-account", defaultValue = "10000") long megabytes) {
        this.jdbi = jdbi;
        this.documents = documents;
        this.bytes = megabytes * MEGABYTE;
    }

    /** What an account keeps. */
    public record Used(long documents, long bytes) {}

    /**
     * Refuses a file that is beyond the caller's share. Files that arrive at the same time are not counted.
     *
     * @throws Refusal with DOCUMENTS_FULL
     */
    void require(Caller caller, long arriving) {
        Used used = jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) as documents, coalesce(sum(bytes), 0) as bytes from document where account = ?")
                .bind(0, caller.account())
                .map(ConstructorMapper.of(Used.class))
                .one());
        if (used.documents() >= documents || used.bytes() + arriving > bytes) {
            throw new Refusal(
                    409,
                    "DOCUMENTS_FULL",
                    "An account keeps %,d documents and %,d MB at most; you have %,d and %,d MB."
                            .formatted(documents, bytes / MEGABYTE, used.documents(), used.bytes() / MEGABYTE),
                    "Nothing was stored. Delete documents that you no longer need, or ask the operator for a larger share.");
        }
    }
}
