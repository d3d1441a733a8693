package dev.cloister.gateway.hub;

import dev.cloister.gateway.apps.GrantScope;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.gateway.apps.StoredGrants;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.policy.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What whoever asks a question has allowed beforehand, for always or in that chat. */
final class AccountGrants implements Grants {

    private final StoredGrants stored;
    private final InstalledApps apps;
    private final Question question;

    AccountGrants(StoredGrants stored, InstalledApps apps, Question question) {
        this.stored = stored;
        this.apps = apps;
        this.question = question;
    }

    @Override
    public boolean covers(String bundleDigest, String tool) {
        return covers(bundleDigest, tool, GrantScope.OWN_WORDS, question.conversation());
    }

    @Override
    public boolean covers(String bundleDigest, String tool, String fromApp) {
        return named(fromApp)
                .map(from -> covers(bundleDigest, tool, GrantScope.valuesOf(from), question.conversation()))
                .orElse(false);
    }

    @Override
    public boolean coversRequestsOf(String bundleDigest, String tool, String askingApp) {
        return named(askingApp)
                .map(asker -> covers(bundleDigest, tool, GrantScope.requestsOf(asker), question.conversation()))
                .orElse(false);
    }

    /**
     * Keeps what the user allowed beyond a call: for the user's words or the app that asks, and for each app whose values
     * the call carries.
     *
     * @param decision the user's word; once and others leave nothing
     */
    void keep(Call call, String decision) {
        if (!decision.equals("chat") && !decision.equals("always")) {
            return;
        }
        Optional<UUID> chat = decision.equals("always") ? Optional.empty() : question.conversation();
        List<GrantScope> scopes = new ArrayList<>();
        scopes.add(call.asker().map(GrantScope::requestsOf).orElse(GrantScope.OWN_WORDS));
        call.writers().forEach(writer -> named(writer).map(GrantScope::valuesOf).ifPresent(scopes::add));
        String tool = call.tool().name();
        for (GrantScope scope : scopes) {
            if (!covers(call.app().digest(), tool, scope, chat)) {
                stored.add(question.caller(), call.app(), tool, scope, chat);
            }
        }
    }

    private boolean covers(String digest, String tool, GrantScope scope, Optional<UUID> chat) {
        return stored.covers(question.caller(), digest, tool, scope, chat);
    }

    private Optional<AppBundle> named(String app) {
        return apps.named(question.caller().tenant(), app);
    }
}
