package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A worker on the default model for all tests of a class, and answers read to their end. */
abstract class WorkerFixture {

    static final Session SESSION = new Session("tenant", "user", "app");
    final WorkerEngine engine;

    WorkerFixture(Path folder) {
        engine = RealWorker.start(folder);
    }

    static GenerationRequest chat(String question, Sampling sampling, int maxTokens) {
        return GenerationRequest.of(SESSION, new Prompt.Chat(List.of(ChatMessage.user(question))), sampling, maxTokens);
    }

    Answer read(GenerationRequest request) {
        return read(engine.generate(request));
    }

    static Answer read(Generation generation) {
        List<GeneratedToken> tokens = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
            tokens.add(token.get());
            text.append(token.get().text());
        }
        return new Answer(text.toString(), tokens, generation.completion().reason());
    }

    record Answer(String text, List<GeneratedToken> tokens, FinishReason reason) {}
}
