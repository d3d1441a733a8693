package dev.cloister.inference.template;

import dev.cloister.inference.tool.CallFormat;

/**
 * How tools are talked about with a model.
 *
 * @param format how it writes calls
 * @param described whether its template tells it of tools; otherwise the system message does
 * @param inHistory whether its template shows earlier calls and results; otherwise they are shown as plain turns
 */
record ToolDialect(CallFormat format, boolean described, boolean inHistory) {

    /** For templates that know no tools, or write calls in a way that is no JSON. */
    static final ToolDialect GENERIC = new ToolDialect(CallFormat.GENERIC, false, false);
}
