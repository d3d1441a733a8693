/** The engine as LangChain4j's chat and embedding models. */
@NullMarked
package dev.cloister.inference.langchain4j;

import org.jspecify.annotations.NullMarked;
