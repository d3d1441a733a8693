/** Models on other machines: an engine over a server that speaks OpenAI's API. */
@NullMarked
package dev.cloister.inference.remote;

import org.jspecify.annotations.NullMarked;
