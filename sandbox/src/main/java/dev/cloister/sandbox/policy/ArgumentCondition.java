package dev.cloister.sandbox.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.AllowSchemaLoader;
import dev.cloister.sandbox.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON Schema (2020-12) over a call's arguments. References lead nowhere but into the schema itself: nothing is fetched.
 * Patterns are matched in linear time (RE2), since an app may write both the pattern and what it is matched with.
 */
public final class ArgumentCondition {

    /** What the validator brings along of the standard itself. */
    private static final String META_SCHEMAS = "classpath:draft/2020-12/";

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders ->
                    loaders.add(new AllowSchemaLoader(iri -> iri.toString().startsWith(META_SCHEMAS)))));
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .failFast(true)
            .regularExpressionFactory(ArgumentCondition::linear)
            .build();

    private static final int LARGEST_OF_TOOL = 32 << 10;

    private final JsonSchema schema;

    /**
     * @throws IllegalArgumentException where it is no such schema
     */
    ArgumentCondition(Json.Obj schema) {
        requireOneDialect(schema);
        try {
            JsonSchema judge = FACTORY.getSchema(SchemaLocation.of(SpecVersion.VersionFlag.V202012.getId()), CONFIG);
            judge.validate(schema.text(), InputFormat.JSON).stream().findFirst().ifPresent(fault -> {
                throw new IllegalArgumentException(fault.getMessage());
            });
            this.schema = FACTORY.getSchema(schema.text(), InputFormat.JSON, CONFIG);
            this.schema.initializeValidators();
            this.schema.validate("{}", InputFormat.JSON);
        } catch (JsonSchemaException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("it leads back to itself", e);
        }
    }

    /** Another dialect would be checked by this one and then read as that one. */
    private static void requireOneDialect(Json json) {
        if (json instanceof Json.Obj object) {
            if (object.members().containsKey("$schema") || object.members().containsKey("$id")) {
                throw new IllegalArgumentException("$schema and $id may not be given; it is read as 2020-12");
            }
            object.members().values().forEach(ArgumentCondition::requireOneDialect);
        } else if (json instanceof Json.Arr list) {
            list.items().forEach(ArgumentCondition::requireOneDialect);
        }
    }

    /**
     * The schema of a tool's arguments as the tool itself gives it; whatever dialect it names, it is read as 2020-12. An app
     * wrote it: it may not refer to parts of itself, which could make a small schema take for ever, and not be large.
     *
     * @throws IllegalArgumentException where it is no such schema
     */
    public static ArgumentCondition ofTool(Json.Obj inputSchema) {
        if (inputSchema.text().length() > LARGEST_OF_TOOL || refers(inputSchema)) {
            throw new IllegalArgumentException("it is large, or refers to parts of itself");
        }
        Map<String, Json> members = new LinkedHashMap<>(inputSchema.members());
        members.remove("$schema");
        return new ArgumentCondition(new Json.Obj(members));
    }

    private static boolean refers(Json json) {
        return switch (json) {
            case Json.Obj object ->
                object.members().keySet().stream().anyMatch(name -> name.startsWith("$") && name.endsWith("ef"))
                        || object.members().values().stream().anyMatch(ArgumentCondition::refers);
            case Json.Arr list -> list.items().stream().anyMatch(ArgumentCondition::refers);
            default -> false;
        };
    }

    private static RegularExpression linear(String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return text -> compiled.matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern \"" + pattern + "\" cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether a call's arguments fit. */
    public boolean fits(Json.Obj arguments) {
        return schema.validate(arguments.text(), InputFormat.JSON).isEmpty();
    }
}
