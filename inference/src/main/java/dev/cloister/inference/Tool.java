package dev.cloister.inference;

/**
 * A function that the model may ask its caller to run.
 *
 * @param name 1 to 64 letters, digits, underscores and dashes, as in OpenAI's API
 * @param description what it does, told to the model
 * @param parameters a JSON Schema of its arguments, an object, as JSON text
 */
public record Tool(String name, String description, String parameters) {

    public Tool {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new EngineException(
                    EngineException.Code.INVALID_REQUEST,
                    "A tool's name has 1 to 64 letters, digits, underscores and dashes.");
        }
    }
}
