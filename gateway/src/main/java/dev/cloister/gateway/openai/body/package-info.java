/** What a client sent, read strictly: a field that nobody asked for is refused by its name. */
@NullMarked
package dev.cloister.gateway.openai.body;

import org.jspecify.annotations.NullMarked;
