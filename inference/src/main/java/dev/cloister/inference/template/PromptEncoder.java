package dev.cloister.inference.template;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.llama.LlamaModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns prompts into tokens.
 *
 * <p>Security guarantee: control tokens come from the model's template alone. The template is rendered around marks
 * instead of the messages' texts; only what lies between the marks is read with control sequences, and the texts take
 * the marks' places as plain text. Safe for use by several threads.
 */
public final class PromptEncoder {

    /** A character that Unicode never assigns, so that no tokenizer or template treats it in a special way. */
    private static final char EDGE = '\uE0F0';

    private final LlamaModel model;
    private final int contextTokens;

    /**
     * @param contextTokens tokens that a prompt and its answer may hold together
     */
    public PromptEncoder(LlamaModel model, int contextTokens) {
        this.model = model;
        this.contextTokens = contextTokens;
    }

    /**
     * The prompt's tokens.
     *
     * @throws EngineException PROMPT_TOO_LONG, without looking at a text that cannot fit; TEMPLATE_UNKNOWN
     */
    public int[] encode(Prompt prompt) {
        int[] tokens =
                switch (prompt) {
                    case Prompt.Text text -> fitting(text.text(), true);
                    case Prompt.Chat chat -> chat(chat.messages());
                };
        if (tokens.length >= contextTokens) {
            throw tooLong(tokens.length + " tokens");
        }
        return tokens;
    }

    /**
     * The tokens of a text of any length up to {@link Engine#LONGEST_TOKENIZED_BYTES}, control sequences read as plain
     * text.
     */
    public int[] plain(String text) {
        requireTokenizable(text);
        return model.tokenize(text, false, false);
    }

    /** Refuses a text that {@link #plain} does not take, with INVALID_REQUEST. */
    public static void requireTokenizable(String text) {
        int most = Engine.LONGEST_TOKENIZED_BYTES;
        if (text.length() > most || text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "The text has %d characters, and at most %d bytes can be split into tokens at once; send it in parts."
                            .formatted(text.length(), most));
        }
    }

    private int[] fitting(String text, boolean addSpecial) {
        long most = (long) contextTokens * model.vocabulary().longestPiece();
        if (text.length() > most) {
            throw tooLong(text.length() + " characters");
        }
        return model.tokenize(text, addSpecial, false);
    }

    private int[] chat(List<ChatMessage> messages) {
        if (messages.isEmpty()) {
            throw new EngineException(Code.INVALID_REQUEST, "The chat has no messages.");
        }
        // Every turn costs tokens of the template, so more turns than tokens cannot fit.
        if (messages.size() > contextTokens) {
            throw tooLong(messages.size() + " messages");
        }
        List<ChatMessage> marked = IntStream.range(0, messages.size())
                .mapToObj(i -> messages.get(i).withText(mark(i)))
                .toList();
        String rendered = model.renderChat(marked);
        List<int[]> parts = new ArrayList<>();
        int total = 0;
        int from = 0;
        for (int i = 0; i < messages.size(); i++) {
            int at = rendered.indexOf(mark(i), from);
            if (at < 0) {
                throw new EngineException(
                        Code.TEMPLATE_UNKNOWN,
                        "The model's template leaves out a message of the role "
                                + messages.get(i).role().templateName() + "; send the chat without it.");
            }
            int[] frame = model.tokenize(rendered.substring(from, at), i == 0, true);
            int[] text = fitting(messages.get(i).text(), false);
            parts.add(frame);
            parts.add(text);
            total += frame.length + text.length;
            if (total >= contextTokens) {
                throw tooLong("at least " + total + " tokens");
            }
            from = at + mark(i).length();
        }
        parts.add(model.tokenize(rendered.substring(from), false, true));
        return parts.stream().flatMapToInt(IntStream::of).toArray();
    }

    private static String mark(int index) {
        return EDGE + Integer.toString(index) + EDGE;
    }

    private EngineException tooLong(String found) {
        return new EngineException(
                Code.PROMPT_TOO_LONG,
                "The prompt has %s and the context holds %d tokens; shorten the prompt."
                        .formatted(found, contextTokens));
    }
}
