package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;

/** Makes the exceptions for schemas that cannot be used. */
final class SchemaProblem {

    private SchemaProblem() {}

    static EngineException unsupported(String what) {
        return new EngineException(
                Code.SCHEMA_UNSUPPORTED,
                "The JSON Schema cannot be used because of " + what + ". Nothing was generated; change the schema.");
    }
}
