package dev.cloister.gateway.openai;

import dev.cloister.gateway.hub.AppUse;
import dev.cloister.gateway.hub.Citations;
import dev.cloister.gateway.hub.HubListener;
import dev.cloister.gateway.hub.PermissionRequest;
import java.util.UUID;

/** OpenAI's shape has room for the hub's text alone. */
record TextOnly(Answering.Sink sink) implements HubListener {

    @Override
    public void step(String kind, String words) {}

    @Override
    public void text(String more) {
        sink.text(more);
    }

    @Override
    public void permissionAsked(PermissionRequest request) {}

    @Override
    public void permissionResolved(UUID id, String decision) {}

    @Override
    public void appUsed(AppUse use) {}

    @Override
    public void cited(Citations found) {}
}
