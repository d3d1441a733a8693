package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A model's chat template, ready to be rendered. For one thread at a time. */
interface ChatTemplate {

    /** The template's text; the special tokens that it names are structure. */
    String source();

    /** What it can do. */
    TemplateAbilities abilities();

    /**
     * Renders a chat.
     *
     * @param globals the template's variables: {@code messages}, {@code add_generation_prompt}, perhaps {@code tools}, as
     *     chat templates know them
     * @throws dev.cloister.inference.EngineException INVALID_REQUEST where the template itself refuses the chat,
     *     TEMPLATE_UNKNOWN where it cannot be rendered
     */
    List<RenderedPart> render(ObjectNode globals);
}
