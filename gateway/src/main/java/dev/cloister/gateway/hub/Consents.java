package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.AppData;
import dev.cloister.gateway.apps.AppMemory;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.gateway.apps.StoredGrants;
import dev.cloister.gateway.apps.policy.AppPolicies;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.spoke.DataRoom;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Where consent to calls is asked for, with all that it rests on: policy, grants, and the person. */
@ApplicationScoped
public class Consents {

    private final Services services;

    public Consents(
            PermissionDesk desk,
            StoredGrants grants,
            AppPolicies policies,
            AppData data,
            InstalledApps apps,
            AppMemory memory,
            Ledger ledger,
            ObjectMapper json) {
        services = new Services(desk, grants, policies, data, apps, memory, ledger, json);
    }

    record Services(
            PermissionDesk desk,
            StoredGrants grants,
            AppPolicies policies,
            AppData data,
            InstalledApps apps,
            AppMemory memory,
            Ledger ledger,
            ObjectMapper json) {}

    /**
     * Consent to one call of an app.
     *
     * @param words what of the user's words the app is told; nothing where another app asks for the call
     * @param stillRuns throws where the app may not act any longer
     * @param keeper keeps the plan while the user thinks
     */
    Consent to(
            Question question,
            AppBundle app,
            Optional<String> words,
            List<ToolDescription> tools,
            Runnable stillRuns,
            DataRoom room,
            Cancellation cancellation,
            HubListener listener,
            PlanKeeper keeper) {
        return new Consent(services, question, app, words, tools, stillRuns, room, cancellation, listener, keeper);
    }
}
