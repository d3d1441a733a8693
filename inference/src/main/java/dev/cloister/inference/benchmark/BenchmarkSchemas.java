package dev.cloister.inference.benchmark;

import java.util.Map;

/** Schemas as apps send them, by what they describe. */
final class BenchmarkSchemas {

    static final Map<String, String> ALL = Map.of(
            "person",
            """
            {"type":"object","properties":{"name":{"type":"string","maxLength":40},"age":{"type":"integer","minimum":0,
            "maximum":130},"email":{"type":"string","format":"email"}},"required":["name","age","email"],
            "additionalProperties":false}""",
            "verdict",
            """
            {"type":"object","properties":{"sentiment":{"enum":["positive","negative","neutral"]},
            "confidence":{"type":"number","minimum":0,"maximum":1},"reason":{"type":"string"}},
            "required":["sentiment","confidence","reason"]}""",
            "recipe",
            """
            {"type":"object","properties":{"title":{"type":"string"},"minutes":{"type":"integer","minimum":1,"maximum":600},
            "ingredients":{"type":"array","minItems":2,"maxItems":8,"items":{"type":"object","properties":
            {"name":{"type":"string"},"grams":{"type":"number","exclusiveMinimum":0}},"required":["name","grams"]}},
            "steps":{"type":"array","items":{"type":"string"},"minItems":1}},"required":["title","ingredients","steps"]}""",
            "event",
            """
            {"type":"object","properties":{"id":{"type":"string","format":"uuid"},"start":{"type":"string",
            "format":"date-time"},"place":{"type":["string","null"]},"guests":{"type":"array","items":{"type":"string",
            "pattern":"^[A-Z][a-z]+$"}}},"required":["id","start","place"]}""",
            "tree",
            """
            {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"label":{"type":"string","maxLength":20},
            "children":{"type":"array","items":{"$ref":"#/$defs/node"},"maxItems":3}},"required":["label","children"]}}}""",
            "shape",
            """
            {"oneOf":[{"type":"object","properties":{"kind":{"const":"circle"},"radius":{"type":"number","minimum":0}},
            "required":["kind","radius"]},{"type":"object","properties":{"kind":{"const":"box"},"width":{"type":"number"},
            "height":{"type":"number"}},"required":["kind","width","height"]}]}""",
            "settings",
            """
            {"type":"object","properties":{"version":{"type":"integer"}},"additionalProperties":{"anyOf":[{"type":"boolean"},
            {"type":"integer"},{"type":"string"}]},"minProperties":1,"required":["version"]}""",
            "call",
            """
            {"type":"object","properties":{"tool":{"enum":["search","weather","calendar"]},"arguments":{"type":"object",
            "properties":{"query":{"type":"string","minLength":1,"maxLength":80},"limit":{"type":"integer","minimum":1,
            "maximum":50},"days":{"type":"array","items":{"type":"string","format":"date"},"maxItems":3}},
            "required":["query"]}},"required":["tool","arguments"]}""",
            "anything",
            "{\"type\":\"object\"}");

    private BenchmarkSchemas() {}
}
