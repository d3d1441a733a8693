package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.ChatMessage.Role;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.llama.LlamaModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A template that the library recognises and renders itself, without tools. It is rendered around marks, and the texts
 * take the marks' places.
 */
final class BuiltInTemplate implements ChatTemplate {

    /** A character that Unicode never assigns, so that no template treats it in a special way. */
    private static final char EDGE = '\uE0F0';

    private final LlamaModel model;

    BuiltInTemplate(LlamaModel model) {
        this.model = model;
    }

    @Override
    public String source() {
        return model.chatTemplate();
    }

    @Override
    public TemplateAbilities abilities() {
        return TemplateAbilities.BUILT_IN;
    }

    @Override
    public List<RenderedPart> render(ObjectNode globals) {
        List<ChatMessage> marked = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (JsonNode message : globals.path("messages")) {
            Role role = Role.valueOf(message.path("role").asText().toUpperCase(Locale.ROOT));
            marked.add(ChatMessage.of(role, mark(marked.size())));
            texts.add(message.path("content").asText());
        }
        String rendered = model.renderChat(marked);
        List<RenderedPart> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < texts.size(); i++) {
            int at = rendered.indexOf(mark(i), from);
            if (at < 0) {
                throw new EngineException(
                        Code.TEMPLATE_UNKNOWN,
                        "The model's template leaves out a message of the role "
                                + marked.get(i).role().templateName() + "; send the chat without it.");
            }
            parts.add(new RenderedPart(rendered.substring(from, at), false));
            parts.add(new RenderedPart(texts.get(i), true));
            from = at + mark(i).length();
        }
        parts.add(new RenderedPart(rendered.substring(from), false));
        return parts;
    }

    private static String mark(int index) {
        return EDGE + Integer.toString(index) + EDGE;
    }
}
