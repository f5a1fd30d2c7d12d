using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RstTrace.Testing;

/// <summary>As much of JSON Schema 2020-12 as the event's schema uses; a keyword beyond that is an
/// error, so that none is passed over.</summary>
/// <remarks>JsonSchema.Net does not restore here: the registry lacks its JsonPointer.Net.</remarks>
/// <param name="root">The schema.</param>
public sealed class SchemaValidator(JsonNode root)
{
    static readonly HashSet<string> s_annotations =
        ["$schema", "$id", "$defs", "title", "description", "format"];

    /// <summary>What is wrong with a value, a line each; empty when it is valid.</summary>
    public List<string> Validate(JsonNode? value)
    {
        var errors = new List<string>();
        Validate(value, root, "$", errors);
        return errors;
    }

    void Validate(JsonNode? value, JsonNode schema, string path, List<string> errors)
    {
        foreach ((string keyword, JsonNode? rule) in schema.AsObject())
        {
            bool holds = keyword switch
            {
                "$ref" => Refer(value, (string)rule!, path, errors),
                "type" => TypeIs(value, rule!),
                "const" => JsonNode.DeepEquals(value, rule),
                "enum" => rule!.AsArray().Any(item => JsonNode.DeepEquals(value, item)),
                "pattern" => value == null || Regex.IsMatch((string)value!, (string)rule!),
                "minimum" => value == null || (double)value >= (double)rule!,
                "maximum" => value == null || (double)value <= (double)rule!,
                "minItems" => value is not JsonArray array || array.Count >= (int)rule!,
                "required" => Has(value, rule!.AsArray()),
                "properties" => Properties(value, rule!.AsObject(), path, errors),
                "items" => Items(value, rule!, path, errors),
                _ => s_annotations.Contains(keyword),
            };
            if (!holds) errors.Add($"{path}: {keyword} {rule?.ToJsonString()}");
        }
    }

    bool Refer(JsonNode? value, string reference, string path, List<string> errors)
    {
        JsonNode target = root;
        foreach (string part in reference.Split('/').Skip(1)) target = target[part]!;
        Validate(value, target, path, errors);
        return true;
    }

    bool Properties(JsonNode? value, JsonObject rules, string path, List<string> errors)
    {
        if (value is not JsonObject members) return true;

        foreach ((string name, JsonNode? rule) in rules)
        {
            if (members.TryGetPropertyValue(name, out JsonNode? member))
                Validate(member, rule!, $"{path}.{name}", errors);
        }

        return true;
    }

    bool Items(JsonNode? value, JsonNode rule, string path, List<string> errors)
    {
        if (value is not JsonArray items) return true;

        for (int i = 0; i < items.Count; i++) Validate(items[i], rule, $"{path}[{i}]", errors);
        return true;
    }

    static bool Has(JsonNode? value, JsonArray names)
        => value is not JsonObject members
            || names.All(name => members.ContainsKey((string)name!));

    static bool TypeIs(JsonNode? value, JsonNode type)
        => type is JsonArray types
            ? types.Any(one => TypeIs(value, (string)one!))
            : TypeIs(value, (string)type!);

    static bool TypeIs(JsonNode? value, string type) => type switch
    {
        "null" => value == null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True
            or System.Text.Json.JsonValueKind.False,
        "number" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "integer" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            && value.AsValue().TryGetValue(out long _),
        _ => false,
    };
}
