package dev.cloister.inference.llama;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/** The library's own rendering of the chat templates that it knows. */
final class ChatRenderer {

    private static final int TEMPLATE_OVERHEAD_BYTES = 4096;

    private ChatRenderer() {}

    static String render(Symbols symbols, String template, List<ChatMessage> messages) {
        // The library takes a missing template for ChatML; a model without one must be refused instead.
        if (template.isEmpty()) {
            throw unknown("The model file carries no chat template");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment turns = arena.allocate(ADDRESS, 2L * Math.max(1, messages.size()));
            long bytes = TEMPLATE_OVERHEAD_BYTES;
            for (int i = 0; i < messages.size(); i++) {
                ChatMessage message = messages.get(i);
                MemorySegment text = arena.allocateFrom(message.text());
                bytes += 2 * text.byteSize() + 256;
                turns.setAtIndex(
                        ADDRESS, 2L * i, arena.allocateFrom(message.role().templateName()));
                turns.setAtIndex(ADDRESS, 2L * i + 1, text);
            }
            int room = Math.toIntExact(bytes);
            MemorySegment out = arena.allocate(room);
            MemorySegment source = arena.allocateFrom(template);
            long count = messages.size();
            int length =
                    Downcall.call(() -> (int) symbols.applyTemplate.invokeExact(source, turns, count, true, out, room));
            if (length < 0 || length > room) {
                throw unknown(
                        "The library alone cannot render this model's chat template. Where a C++ compiler and git are"
                                + " installed (Debian: sudo apt-get install g++ git), ./cloister up compiles the renderer that can");
            }
            return new String(out.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    private static EngineException unknown(String what) {
        return new EngineException(
                Code.TEMPLATE_UNKNOWN, what + "; choose another model, or send the prompt as plain text.");
    }
}
