package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Satisfiable schemas of the keywords that are supported, and a judge of what fits them that is not ours. */
public final class RandomSchemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("name", "age", "tags", "city", "id", "note", "größe", "a\"b");
    private static final List<String> PATTERNS = List.of(
            "^[a-z]{2,5}$", "^[A-Z][a-z]+( [A-Z][a-z]+)?$", "\\d{3}", "^#[0-9a-fA-F]{6}$", "^(red|green|blue)$", "x");
    private static final List<String> FORMATS =
            List.of("date", "time", "date-time", "uuid", "email", "ipv4", "uri", "hostname");

    private final Random random;

    private RandomSchemas(Random random) {
        this.random = random;
    }

    public static long[] seeds(long seed, int count) {
        return new Random(seed).longs().distinct().limit(count).toArray();
    }

    public static String of(long seed) {
        return new RandomSchemas(new Random(seed)).root().toString();
    }

    /** The same for a tool's parameters, which are always an object. */
    public static String ofParameters(long seed) {
        ObjectNode root = new RandomSchemas(new Random(seed)).root();
        if (root.path("type").asText().equals("object")) {
            return root.toString();
        }
        ObjectNode holder = JSON.objectNode().put("type", "object");
        holder.putObject("properties").set("value", root);
        holder.putArray("required").add("value");
        return holder.toString();
    }

    /** What an independent validator says against a value; empty where it fits. */
    public static String faults(String schema, String value) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.JSON_POINTER)
                .build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema, config)
                .validate(value, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .collect(Collectors.joining("; "));
    }

    /** Bytes of the shortest text that fits, which no more tokens than that can spell. */
    public static int shortestAnswerBytes(String schema) {
        return shortestBytes(GrammarPart.json(schema, GrammarPart.Spacing.COMPACT));
    }

    /** Bytes of the shortest text that a form without control tokens allows. */
    public static int shortestBytes(GrammarPart part) {
        return new Matcher(PartCompiler.compile(part)).start().cost;
    }

    private ObjectNode root() {
        ObjectNode root = random.nextInt(3) > 0 ? object(2) : any(2);
        if (random.nextInt(5) == 0) {
            ObjectNode tree = JSON.objectNode().put("type", "object");
            tree.putObject("properties")
                    .<ObjectNode>set("value", any(0))
                    .putObject("children")
                    .put("type", "array")
                    .put("maxItems", 2)
                    .putObject("items")
                    .put("$ref", "#/$defs/tree");
            tree.putArray("required").add("value");
            ObjectNode holder = object(0);
            ((ObjectNode) holder.get("properties")).putObject("tree").put("$ref", "#/$defs/tree");
            holder.putObject("$defs").set("tree", tree);
            return holder;
        }
        return root;
    }

    private ObjectNode any(int depth) {
        return switch (random.nextInt(depth > 0 ? 13 : 8)) {
            case 0 -> string();
            case 1 -> JSON.objectNode().put("type", "string").put("pattern", pick(PATTERNS));
            case 2 -> JSON.objectNode().put("type", "string").put("format", pick(FORMATS));
            case 3 -> integer();
            case 4 -> number();
            case 5 -> listed();
            case 6 -> types();
            case 7 ->
                JSON.objectNode().set("const", random.nextBoolean() ? JSON.textNode("fixed") : JSON.numberNode(3));
            case 8 -> array(depth);
            case 9 -> union(depth);
            case 10 -> all();
            default -> object(depth);
        };
    }

    private ObjectNode string() {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        int least = random.nextInt(4);
        if (random.nextBoolean()) {
            schema.put("minLength", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxLength", least + random.nextInt(20));
        }
        return schema;
    }

    private ObjectNode integer() {
        ObjectNode schema = JSON.objectNode().put("type", "integer");
        int least = random.nextInt(2000) - 1000;
        switch (random.nextInt(4)) {
            case 0 -> schema.put("minimum", least);
            case 1 -> schema.put("minimum", least).put("maximum", least + random.nextInt(300));
            case 2 -> schema.put("exclusiveMaximum", least).put("multipleOf", 1 + random.nextInt(12));
            default -> {}
        }
        return schema;
    }

    private ObjectNode number() {
        ObjectNode schema = JSON.objectNode().put("type", "number");
        double least = (random.nextInt(400) - 200) / 8.0;
        switch (random.nextInt(4)) {
            case 0 -> schema.put("minimum", least);
            case 1 -> schema.put("exclusiveMinimum", least).put("exclusiveMaximum", least + 0.125);
            case 2 -> schema.put("maximum", least).put("multipleOf", random.nextBoolean() ? 0.25 : 0.5);
            default -> {}
        }
        return schema;
    }

    private ObjectNode listed() {
        ObjectNode schema = JSON.objectNode();
        ArrayNode values = schema.putArray("enum")
                .add("red")
                .add("a \"quoted\" one")
                .add(7)
                .addNull();
        values.addObject().put("deep", true);
        return schema;
    }

    private ObjectNode types() {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("type").add("boolean").add("null").add(random.nextBoolean() ? "integer" : "string");
        return schema;
    }

    private ObjectNode array(int depth) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        int least = random.nextInt(3);
        if (random.nextInt(3) == 0) {
            ArrayNode prefix = schema.putArray("prefixItems");
            prefix.add(any(depth - 1)).add(any(depth - 1));
            if (random.nextBoolean()) {
                schema.put("items", false);
            }
        } else {
            schema.set("items", any(depth - 1));
        }
        schema.put("minItems", least);
        if (random.nextBoolean()) {
            schema.put("maxItems", least + random.nextInt(4));
        }
        return schema;
    }

    private ObjectNode union(int depth) {
        ObjectNode schema = JSON.objectNode();
        if (random.nextBoolean()) {
            schema.putArray("anyOf").add(any(depth - 1)).add(any(depth - 1));
        } else {
            ArrayNode choices = schema.putArray("oneOf");
            for (String tag : List.of("cat", "dog")) {
                ObjectNode one = object(0);
                ((ObjectNode) one.get("properties")).putObject("kind").put("const", tag);
                ((ArrayNode) one.get("required")).add("kind");
                choices.add(one);
            }
        }
        return schema;
    }

    private ObjectNode all() {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.putObject("properties").putObject("n").put("type", "integer");
        ArrayNode parts = schema.putArray("allOf");
        ObjectNode first = parts.addObject();
        first.putObject("properties").putObject("n").put("minimum", random.nextInt(50));
        first.putArray("required").add("n");
        parts.addObject().putObject("properties").putObject("n").put("maximum", 50 + random.nextInt(50));
        return schema;
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("title", "a title");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String name = pick(NAMES);
            properties.set(name, any(depth - 1));
        }
        properties.fieldNames().forEachRemaining(name -> {
            if (random.nextBoolean()) {
                required.add(name);
            }
        });
        switch (random.nextInt(6)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.set("additionalProperties", integer());
            case 2 -> schema.put("maxProperties", properties.size() + 1).put("additionalProperties", true);
            case 3 -> schema.put("minProperties", Math.max(1, required.size()));
            case 4 -> {
                schema.putObject("patternProperties").set("^x-", string());
                schema.put("additionalProperties", false);
            }
            default -> {}
        }
        return schema;
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
