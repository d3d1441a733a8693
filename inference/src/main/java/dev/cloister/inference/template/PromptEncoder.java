package dev.cloister.inference.template;

import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.ToolUse.Choice;
import dev.cloister.inference.grammar.GrammarPart;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.session.AnswerReading;
import dev.cloister.inference.tool.CallFormat;
import dev.cloister.inference.tool.CallGrammar;
import dev.cloister.inference.tool.CallParser;
import dev.cloister.inference.tool.CallReader;
import dev.cloister.inference.tool.CallReader.Where;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Turns prompts into tokens.
 *
 * <p>Security guarantee: structural tokens (see {@link Structure}) come from the model's template alone, whatever stands
 * in messages, tools, calls and results. Rendering tells what was typed from what the template says; {@link Guard} covers
 * what it loses track of; {@link PromptTokens} looks for structure in the template's words only. Safe for use by several
 * threads.
 */
public final class PromptEncoder {

    private final LlamaModel model;
    private final int contextTokens;
    private final ModelTemplate template;

    /**
     * @param contextTokens tokens that a prompt and its answer may hold together
     * @param program renders templates (see {@link TemplateProgram}); without it there are those that the library knows
     */
    public PromptEncoder(LlamaModel model, int contextTokens, Optional<Path> program) {
        this.model = model;
        this.contextTokens = contextTokens;
        template = new ModelTemplate(model, program);
    }

    /**
     * The prompt's tokens.
     *
     * @throws EngineException PROMPT_TOO_LONG, without looking at a text that cannot fit; TEMPLATE_UNKNOWN
     */
    public int[] encode(Prompt prompt) {
        return prepare(prompt, Optional.empty()).tokens();
    }

    /**
     * The prompt's tokens, the form of its answer and how the answer is read. Where the model thinks before it answers,
     * an answer with a form from its first token on is asked for without a thought, if the template can ask for that.
     *
     * @param form what an answer that calls no tool must look like
     * @throws EngineException PROMPT_TOO_LONG, without looking at a text that cannot fit; TEMPLATE_UNKNOWN;
     *     INVALID_REQUEST where the template refuses the chat, or a tool's parameters or arguments are no JSON object
     */
    public PreparedPrompt prepare(Prompt prompt, Optional<OutputForm> form) {
        ToolUse use = prompt instanceof Prompt.Chat chat ? chat.tools() : ToolUse.NONE;
        int[] tokens =
                switch (prompt) {
                    case Prompt.Text text -> fitting(text.text(), true);
                    case Prompt.Chat chat -> chat(chat, mayThink(use, form));
                };
        if (tokens.length >= contextTokens) {
            throw tooLong(tokens.length + " tokens");
        }
        Optional<GrammarPart> part = use.tools().isEmpty()
                ? form.map(CallGrammar::part)
                : new CallGrammar(template.callFormat(use.tools()), template::literals).answer(use, form);
        return new PreparedPrompt(tokens, part, reading(use, form));
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
        if (text.length() > mostCharacters()) {
            throw tooLong(text.length() + " characters");
        }
        return model.tokenize(text, addSpecial, false);
    }

    private int[] chat(Prompt.Chat chat, boolean thinking) {
        if (chat.messages().isEmpty()) {
            throw new EngineException(Code.INVALID_REQUEST, "The chat has no messages.");
        }
        // Every turn costs tokens of the template, so more turns than tokens cannot fit.
        if (chat.messages().size() > contextTokens) {
            throw tooLong(chat.messages().size() + " messages");
        }
        long characters = chat.messages().stream()
                .mapToLong(message -> message.text().length()
                        + message.toolCalls().stream()
                                .mapToLong(call -> call.arguments().length())
                                .sum())
                .sum();
        if (characters > mostCharacters()) {
            throw tooLong(characters + " characters");
        }
        return template.encode(chat, thinking);
    }

    private AnswerReading reading(ToolUse use, Optional<OutputForm> form) {
        Vocabulary vocabulary = model.vocabulary();
        if (use.tools().isEmpty()) {
            return AnswerReading.plain(vocabulary);
        }
        return switch (use.choice()) {
            case Choice.None none -> AnswerReading.plain(vocabulary);
            case Choice.Auto auto -> reader(use, form.isPresent() ? Where.AT_THE_BEGINNING : Where.ANYWHERE);
            case Choice.Required required -> reader(use, Where.FROM_THE_FIRST_TOKEN);
            case Choice.Named named -> reader(use, Where.FROM_THE_FIRST_TOKEN);
        };
    }

    private AnswerReading reader(ToolUse use, Where where) {
        CallFormat format = template.callFormat(use.tools());
        return new CallReader(model.vocabulary(), format, new CallParser(format, use.tools()), where);
    }

    /** An answer whose form holds from its first token on leaves no room for a thought before it. */
    private static boolean mayThink(ToolUse use, Optional<OutputForm> form) {
        return form.isEmpty() && !(use.choice() instanceof Choice.Required) && !(use.choice() instanceof Choice.Named);
    }

    private long mostCharacters() {
        return (long) contextTokens * model.vocabulary().longestPiece();
    }

    private EngineException tooLong(String found) {
        return new EngineException(
                Code.PROMPT_TOO_LONG,
                "The prompt has %s and the context holds %d tokens; shorten the prompt."
                        .formatted(found, contextTokens));
    }
}
