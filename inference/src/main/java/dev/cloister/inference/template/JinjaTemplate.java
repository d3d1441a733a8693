package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.util.ArrayList;
import java.util.List;

/** A template in the language of Jinja, rendered by the library's own engine in a process of its own. */
final class JinjaTemplate implements ChatTemplate {

    private final TemplateProcess process;
    private final String source;
    private final String beginning;
    private final String ending;
    private final TemplateAbilities abilities;

    private JinjaTemplate(
            TemplateProcess process, String source, String beginning, String ending, TemplateAbilities abilities) {
        this.process = process;
        this.source = source;
        this.beginning = beginning;
        this.ending = ending;
        this.abilities = abilities;
    }

    /**
     * Reads a template and finds out what it can do.
     *
     * @param beginning the text of the token that begins a sequence
     * @param ending the text of the token that ends one
     * @throws EngineException TEMPLATE_UNKNOWN where it cannot be read
     */
    static JinjaTemplate read(TemplateProcess process, String source, String beginning, String ending) {
        JsonNode caps = ask(process, request(source, beginning, ending)).path("caps");
        return new JinjaTemplate(
                process,
                source,
                beginning,
                ending,
                new TemplateAbilities(
                        caps.path("supports_system_role").asBoolean(),
                        caps.path("supports_string_content").asBoolean(),
                        true,
                        caps.path("supports_object_arguments").asBoolean()));
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public TemplateAbilities abilities() {
        return abilities;
    }

    @Override
    public List<RenderedPart> render(ObjectNode globals) {
        ObjectNode request = request(source, beginning, ending);
        request.set("globals", globals);
        List<RenderedPart> parts = new ArrayList<>();
        for (JsonNode part : ask(process, request).path("parts")) {
            parts.add(new RenderedPart(
                    part.path("text").asText(), part.path("input").asBoolean()));
        }
        return parts;
    }

    private static ObjectNode request(String source, String beginning, String ending) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("template", source)
                .put("bos", beginning)
                .put("eos", ending);
    }

    private static JsonNode ask(TemplateProcess process, ObjectNode request) {
        JsonNode answer = process.ask(request);
        if (answer.has("refused")) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "The model's chat template refuses this chat: "
                            + answer.path("refused").asText().strip() + " Nothing was generated; change the chat.");
        }
        if (answer.has("broken")) {
            throw new EngineException(
                    Code.TEMPLATE_UNKNOWN,
                    "The model's chat template cannot be rendered: "
                            + answer.path("broken").asText().strip()
                            + " Nothing was generated; choose another model, or send the prompt as plain text.");
        }
        return answer;
    }
}
