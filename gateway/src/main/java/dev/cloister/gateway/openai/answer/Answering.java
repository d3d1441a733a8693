package dev.cloister.gateway.openai.answer;

import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.hub.Hub;
import dev.cloister.gateway.hub.Question;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.openai.body.SamplingFields;
import dev.cloister.gateway.provenance.AnswerLog;
import dev.cloister.gateway.provenance.TextHash;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GenerationRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Starts answers: within the account's slots, and with what an audit needs in the log. */
@ApplicationScoped
public class Answering {

    private final Engine engine;
    private final Hub hub;
    private final AnswerSlots slots;
    private final AnswerLog log;
    private final Ledger ledger;

    public Answering(Engine engine, Hub hub, AnswerSlots slots, AnswerLog log, Ledger ledger) {
        this.engine = engine;
        this.hub = hub;
        this.slots = slots;
        this.log = log;
        this.ledger = ledger;
    }

    /**
     * Several answers of the model to each of some prompts, each answer with a seed of its own.
     *
     * @param id how the client knows the answers
     * @param prompts requests that differ in their prompt alone
     * @param each answers per prompt; they follow each other
     * @param scored whether the tokens are told
     */
    public Choices byModel(
            Caller caller,
            String id,
            List<GenerationRequest> prompts,
            int each,
            boolean scored,
            Cancellation cancellation) {
        List<GenerationRequest> all = new ArrayList<>();
        for (GenerationRequest prompt : prompts) {
            IntStream.range(0, each)
                    .mapToObj(choice -> prompt.withSampling(SamplingFields.ofChoice(prompt.sampling(), choice)))
                    .forEach(all::add);
        }
        AnswerSlots.Held held = slots.take(caller, all.size());
        try {
            for (int i = 0; i < prompts.size(); i++) {
                log.requested(caller, id, engine.model(), all.subList(i * each, (i + 1) * each));
            }
            List<Speaking> speakers = IntStream.range(0, all.size())
                    .mapToObj(i -> logged(caller, id, i, new ModelSpeaking(engine, all.get(i), scored)))
                    .toList();
            return Choices.start(speakers, held, cancellation);
        } catch (RuntimeException e) {
            while (held.count() > 0) {
                held.release();
            }
            throw e;
        }
    }

    /** An answer of the hub, which writes into the log itself what its model says. */
    public Choices byHub(Question question, Cancellation cancellation) {
        AnswerSlots.Held held = slots.take(question.caller(), 1);
        try {
            ledger.append(
                    question.caller().tenant(),
                    question.caller().name(),
                    "completion.requested",
                    Map.of("model", "cloister", "answer", question.answer()));
            return Choices.start(List.of(new HubSpeaking(hub, question)), held, cancellation);
        } catch (RuntimeException e) {
            held.release();
            throw e;
        }
    }

    private Speaking logged(Caller caller, String id, int choice, Speaking speaking) {
        return (cancellation, sink) -> {
            TextHash said = log.hash();
            try {
                Completion completion = speaking.speak(cancellation, (text, tokens) -> {
                    said.add(text);
                    sink.say(text, tokens);
                });
                completion.toolCalls().forEach(call -> said.add(call.tool() + call.arguments()));
                log.ended(caller, id, choice, completion, said);
                return completion;
            } catch (RuntimeException e) {
                log.failed(caller, id, choice, e, said);
                throw e;
            }
        };
    }
}
