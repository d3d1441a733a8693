package dev.cloister.inference.template;

/**
 * A stretch of a rendered chat.
 *
 * @param typed whether it came out of a message, a call or a tool, and not out of the template
 */
record RenderedPart(String text, boolean typed) {}
