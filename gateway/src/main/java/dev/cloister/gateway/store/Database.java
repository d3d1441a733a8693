package dev.cloister.gateway.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import javax.sql.DataSource;

/** Hands out Jdbi over the pool. Records are read by their component names in snake case. */
@ApplicationScoped
public class Database {

    /** Jdbi over any source, set up as the gateway's stores expect it. */
    public static Jdbi over(DataSource source) {
        return configured(Jdbi.create(source));
    }

    /** Jdbi over one address, for commands that run beside the gateway. */
    public static Jdbi at(String url, String user, String password) {
        return configured(Jdbi.create(url, user, password));
    }

    @Produces
    @ApplicationScoped
    Jdbi jdbi(DataSource source) {
        return over(source);
    }

    private static Jdbi configured(Jdbi jdbi) {
        // What users write must not reach a log by way of an exception's text.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerColumnMapper(
                Instant.class, (row, column, context) -> instant(row.getObject(column, OffsetDateTime.class)));
        return jdbi;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** The driver knows points in time with an offset only. */
    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value.atOffset(ZoneOffset.UTC));
        }
    }
}
