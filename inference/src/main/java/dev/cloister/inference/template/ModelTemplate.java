package dev.cloister.inference.template;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.ChatMessage.Role;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Tool;
import dev.cloister.inference.grammar.GrammarPart;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.SpecialTokens;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.tool.CallFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A model's own template with what was found out about it, found out when it is first needed. */
final class ModelTemplate {

    private final LlamaModel model;
    private final Optional<TemplateProcess> process;
    private Optional<ChatTemplate> template = Optional.empty();
    private Optional<Structure> structure = Optional.empty();
    private Optional<ToolDialect> dialect = Optional.empty();

    /**
     * @param program renders templates, where it was compiled
     */
    ModelTemplate(LlamaModel model, Optional<Path> program) {
        this.model = model;
        process = program.map(TemplateProcess::new);
    }

    /**
     * A chat's tokens.
     *
     * @param thinking whether the model may think before it answers
     */
    synchronized int[] encode(Prompt.Chat chat, boolean thinking) {
        Guard guard = Guard.of(structure(), allTexts(chat));
        ToolDialect spoken = mentionsTools(chat) ? dialect(chat.tools().tools()) : ToolDialect.GENERIC;
        List<ChatMessage> turns = ChatTurns.of(
                chat.messages(), chat.tools().tools(), spoken, template().abilities());
        var shown = spoken.described() ? chat.tools().tools() : List.<Tool>of();
        var globals = new ChatGlobals(template().abilities(), guard).of(turns, shown, thinking);
        return PromptTokens.of(
                text -> model.tokenize(text, false, false),
                model.tokenize("", true, false),
                structure(),
                guard,
                template().render(globals));
    }

    /** How the model writes calls of these tools. */
    synchronized CallFormat callFormat(List<Tool> tools) {
        return dialect(tools).format();
    }

    /** A text of the call format as a grammar. */
    synchronized List<GrammarPart> literals(String text) {
        return structure().split(text, GrammarPart::literal, GrammarPart.Control::new);
    }

    private ChatTemplate template() {
        ChatTemplate known = template.orElseGet(this::read);
        template = Optional.of(known);
        return known;
    }

    private ChatTemplate read() {
        String source = model.chatTemplate();
        if (source.isEmpty()) {
            throw new EngineException(
                    Code.TEMPLATE_UNKNOWN,
                    "The model file carries no chat template; choose another model, or send the prompt as plain text.");
        }
        SpecialTokens special = model.vocabulary().special();
        return process.<ChatTemplate>map(one -> JinjaTemplate.read(one, source, special.beginning(), special.ending()))
                .orElseGet(() -> new BuiltInTemplate(model));
    }

    private Structure structure() {
        Structure known = structure.orElseGet(
                () -> Structure.of(model.vocabulary().special(), template().source()));
        structure = Optional.of(known);
        return known;
    }

    /** The template's own dialect where it can say every call of the tools. */
    private ToolDialect dialect(List<Tool> tools) {
        return dialect().format().writes(tools) ? dialect() : ToolDialect.GENERIC;
    }

    private ToolDialect dialect() {
        ToolDialect known = dialect.orElseGet(() -> DialectProbe.of(template(), structure(), turnEnds()));
        dialect = Optional.of(known);
        return known;
    }

    private Set<String> turnEnds() {
        Vocabulary vocabulary = model.vocabulary();
        return vocabulary.special().control().entrySet().stream()
                .filter(token -> vocabulary.endsGeneration(token.getValue()))
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean mentionsTools(Prompt.Chat chat) {
        return !chat.tools().tools().isEmpty()
                || chat.messages().stream()
                        .anyMatch(message -> message.role() == Role.TOOL
                                || !message.toolCalls().isEmpty());
    }

    private static String allTexts(Prompt.Chat chat) {
        StringBuilder all = new StringBuilder();
        chat.messages().forEach(message -> {
            all.append(message.text());
            message.toolCalls().forEach(call -> all.append(call.tool()).append(call.arguments()));
        });
        chat.tools().tools().forEach(tool -> all.append(tool.description()).append(tool.parameters()));
        return all.toString();
    }
}
