package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.AppData;
import dev.cloister.gateway.apps.Grants;
import dev.cloister.gateway.apps.policy.AppPolicies;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.spoke.DataRoom;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Where consent to calls is asked for, with all that it rests on: policy, grants, and the person. */
@ApplicationScoped
public class Consents {

    private final Services services;

    public Consents(
            PermissionDesk desk, Grants grants, AppPolicies policies, AppData data, Ledger ledger, ObjectMapper json) {
        services = new Services(desk, grants, policies, data, ledger, json);
    }

    record Services(
            PermissionDesk desk, Grants grants, AppPolicies policies, AppData data, Ledger ledger, ObjectMapper json) {}

    /**
     * Consent to one call of a routed request.
     *
     * @param stillRuns throws where the app may not act any longer
     */
    Consent to(
            Question question,
            Route.ByApp route,
            List<ToolDescription> tools,
            Runnable stillRuns,
            DataRoom room,
            Cancellation cancellation,
            HubListener listener) {
        return new Consent(services, question, route, tools, stillRuns, room, cancellation, listener);
    }
}
