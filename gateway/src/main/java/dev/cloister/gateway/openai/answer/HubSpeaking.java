package dev.cloister.gateway.openai.answer;

import dev.cloister.gateway.hub.AppUse;
import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.hub.Citations;
import dev.cloister.gateway.hub.Hub;
import dev.cloister.gateway.hub.HubListener;
import dev.cloister.gateway.hub.PermissionRequest;
import dev.cloister.gateway.hub.Question;
import dev.cloister.inference.Completion;
import java.util.List;
import java.util.UUID;

/** An answer of the hub. OpenAI's shape has room for its text alone. */
record HubSpeaking(Hub hub, Question question) implements Speaking {

    @Override
    public Completion speak(Cancellation cancellation, Sink sink) {
        return hub.answer(question, cancellation, new TextOnly(sink));
    }

    private record TextOnly(Sink sink) implements HubListener {

        @Override
        public void step(String kind, String words) {}

        @Override
        public void text(String more) {
            sink.say(more, List.of());
        }

        @Override
        public void planned(List<String> steps) {}

        @Override
        public void permissionAsked(PermissionRequest request) {}

        @Override
        public void permissionResolved(UUID id, String decision) {}

        @Override
        public void appUsed(AppUse use) {}

        @Override
        public void cited(Citations found) {}
    }
}
