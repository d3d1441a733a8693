package dev.cloister.inference.template;

/**
 * What a template does with a chat, as found out by rendering.
 *
 * @param system whether it shows a system message
 * @param plainContent whether a message's content is a text; otherwise it is a list of typed parts
 * @param tools whether it may know tools and calls at all
 * @param objectArguments whether a call's arguments are an object; otherwise they are JSON text
 */
record TemplateAbilities(boolean system, boolean plainContent, boolean tools, boolean objectArguments) {

    /** Of the templates that are built into the library. */
    static final TemplateAbilities BUILT_IN = new TemplateAbilities(true, true, false, false);
}
