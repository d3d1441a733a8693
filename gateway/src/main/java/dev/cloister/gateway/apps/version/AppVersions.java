package dev.cloister.gateway.apps.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.version.AppVersion.State;
import dev.cloister.sandbox.app.BundleSignature.Signer;
import dev.cloister.sandbox.app.Finding;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.spoke.TestRun;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The versions of apps in PostgreSQL. At most one version of an app is active. */
@ApplicationScoped
public class AppVersions {

    private static final String OF_APP = " where tenant = ? and app = ?";
    private static final String ONE = OF_APP + " and digest = ?";

    /** Of its own: what apps say may hold what requests may not, and must be readable again. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;

    public AppVersions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All versions of a tenant's apps, by app, the newest first. */
    public List<AppVersion> list(String tenant) {
        return query(" where tenant = ? order by app, registered_at desc", tenant);
    }

    /** All versions of one app, the newest first. */
    public List<AppVersion> list(String tenant, String app) {
        return query(OF_APP + " order by registered_at desc", tenant, app);
    }

    /** The versions that run. */
    public List<AppVersion> active(String tenant) {
        return query(" where tenant = ? and active order by app", tenant);
    }

    public Optional<AppVersion> find(String tenant, String app, String digest) {
        return query(ONE, tenant, app, digest).stream().findFirst();
    }

    /** Whether any tenant has registered these files. */
    boolean known(String digest) {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from app_version where digest = ?)")
                .bind(0, digest)
                .mapTo(Boolean.class)
                .one());
    }

    void add(AppVersion version) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into app_version (tenant, app, digest, version, title, signer, tools, findings, test_run, state,"
                        + " registered_by, registered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                version.tenant(),
                version.app(),
                version.digest(),
                version.version(),
                version.title(),
                version.signer().map(this::write).orElse(null),
                write(version.testRun().tools()),
                write(version.findings()),
                write(version.testRun().steps()),
                wireName(version.state()),
                version.registeredBy(),
                version.registeredAt()));
    }

    /**
     * Makes a version the one that runs; one that was stopped is pinned to what it said last, and what users allowed it
     * before ends: it says something else now.
     *
     * @return false where there is no such version
     */
    boolean activate(String tenant, String app, String digest, String by, Instant at) {
        return jdbi.inTransaction(handle -> {
            handle.execute("update app_version set active = false" + OF_APP, tenant, app);
            handle.execute(
                    "delete from app_grant where tenant = ? and ((app = ? and app_digest = ?)"
                            + " or (from_app = ? and from_digest = ?)) and exists"
                            + " (select from app_version where tenant = ? and app = ? and digest = ?"
                            + " and changed_tools is not null)",
                    tenant,
                    app,
                    digest,
                    app,
                    digest,
                    tenant,
                    app,
                    digest);
            boolean found = handle.execute(
                            "update app_version set active = true, state = 'approved', decided_by = ?, decided_at = ?,"
                                    + " tools = coalesce(changed_tools, tools), changed_tools = null" + ONE,
                            by,
                            at,
                            tenant,
                            app,
                            digest)
                    == 1;
            if (!found) {
                handle.rollback();
            }
            return found;
        });
    }

    /** Has no version of the app run; false where none did. */
    boolean deactivate(String tenant, String app) {
        return jdbi.withHandle(handle ->
                        handle.execute("update app_version set active = false" + OF_APP + " and active", tenant, app))
                > 0;
    }

    /** Stops a version that says something else than it was approved with. */
    void stop(AppVersion version, List<ToolDescription> changedTools, List<Finding> findings) {
        jdbi.useHandle(handle -> handle.execute(
                "update app_version set active = false, state = 'stopped', changed_tools = ?, findings = ?" + ONE,
                write(changedTools),
                write(findings),
                version.tenant(),
                version.app(),
                version.digest()));
    }

    /** Deletes a version; with the last one all that was kept under the app's name, which another may take then. */
    void remove(String tenant, String app, String digest) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from app_version" + ONE, tenant, app, digest);
            boolean last = handle.createQuery("select not exists (select from app_version" + OF_APP + ")")
                    .bind(0, tenant)
                    .bind(1, app)
                    .mapTo(Boolean.class)
                    .one();
            if (last) {
                handle.execute("delete from app_grant" + OF_APP, tenant, app);
                handle.execute("delete from app_grant where tenant = ? and from_app = ?", tenant, app);
                handle.execute("delete from app_policy" + OF_APP, tenant, app);
                handle.execute("delete from app_secret" + OF_APP, tenant, app);
                handle.execute("delete from app_policy_proposal" + OF_APP, tenant, app);
                handle.execute(
                        "delete from app_data where app = ? and account in (select id from account where tenant = ?)",
                        app,
                        tenant);
            }
        });
    }

    private List<AppVersion> query(String condition, Object... values) {
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery("select * from app_version" + condition);
            for (int i = 0; i < values.length; i++) {
                query.bind(i, values[i]);
            }
            return query.map(this::version).list();
        });
    }

    private AppVersion version(ResultSet row, StatementContext context) throws SQLException {
        List<ToolDescription> tools = read(row.getString("tools"), new TypeReference<>() {});
        List<TestRun.Step> steps = read(row.getString("test_run"), new TypeReference<>() {});
        List<Finding> findings = read(row.getString("findings"), new TypeReference<>() {});
        return new AppVersion(
                row.getString("tenant"),
                row.getString("app"),
                row.getString("digest"),
                row.getString("version"),
                row.getString("title"),
                Optional.ofNullable(row.getString("signer")).map(text -> read(text, new TypeReference<Signer>() {})),
                List.copyOf(findings),
                new TestRun(tools, steps),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getBoolean("active"),
                Optional.ofNullable(row.getString("changed_tools"))
                        .map(text -> read(text, new TypeReference<List<ToolDescription>>() {})),
                row.getString("registered_by"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("decided_by")),
                Optional.ofNullable(row.getObject("decided_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored of an app cannot be read", e);
        }
    }

    private String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("What is to be stored of an app is no JSON", e);
        }
    }

    private static String wireName(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
