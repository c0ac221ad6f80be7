using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <content>Keywords for arrays and objects.</content>
internal sealed partial class SchemaValidator
{
    private bool ApplyToArray(in Part part)
    {
        var items = part.Instance.Array;
        var isValid = true;
        if (part.TryGet("minItems", out var least))
        {
            isValid &= part.Check(
                items.Count >= least.Number,
                at => $"{at.Text} has less than {Counted(least, "item", "items")}"
            );
        }
        if (part.TryGet("maxItems", out var most))
        {
            isValid &= part.Check(
                items.Count <= most.Number,
                at => $"{at.Text} has more than {Counted(most, "item", "items")}"
            );
        }
        if (IsTrue(part, "uniqueItems"))
        {
            isValid &= part.Check(
                new HashSet<Value>(items, JsonComparer.Instance).Count == items.Count,
                at => $"{at.Text} has non-unique elements"
            );
        }
        isValid &= ApplyToItems(part, items) & ApplyContains(part, items);
        if (part.TryGet("unevaluatedItems", out var rest) && part.Looked is { } looked)
        {
            var unexpected = new List<Value>();
            for (var i = 0; i < items.Count; i++)
            {
                if (
                    !looked.Has(i)
                    && !Apply(rest, part.Resource, items[i], part.PathOf(i), null, null)
                )
                {
                    unexpected.Add(items[i]);
                }
            }
            looked.AddAllItems();
            isValid &= part.Check(
                unexpected.Count == 0,
                _ => $"Unevaluated items are not allowed {Unexpected(unexpected.Select(Show))}"
            );
        }
        return isValid;
    }

    private bool ApplyToItems(in Part part, VrlArray items)
    {
        var isValid = true;
        var next = 0;
        Value others;
        var hasOthers = false;
        if (document.Draft >= SchemaDraft.Draft202012)
        {
            if (part.TryGet("prefixItems", out var prefix))
            {
                isValid &= ApplyInTurn(part, items, prefix.Array, ref next);
            }
            hasOthers = part.TryGet("items", out others);
        }
        else if (part.TryGet("items", out others))
        {
            hasOthers = !others.IsArray;
            if (others.IsArray)
            {
                isValid &= ApplyInTurn(part, items, others.Array, ref next);
                if (part.TryGet("additionalItems", out others))
                {
                    if (others is { IsBoolean: true, Boolean: false })
                    {
                        return part.Check(
                                items.Count <= next,
                                _ =>
                                    $"Additional items are not allowed {Unexpected(items.Skip(next).Select(Show))}"
                            ) && isValid;
                    }
                    hasOthers = true;
                }
            }
        }
        if (hasOthers)
        {
            for (; next < items.Count; next++)
            {
                isValid &= Apply(
                    others,
                    part.Resource,
                    items[next],
                    part.PathOf(next),
                    part.Errors,
                    null
                );
            }
            part.Looked?.AddAllItems();
        }
        return isValid;
    }

    private bool ApplyInTurn(in Part part, VrlArray items, VrlArray schemas, ref int next)
    {
        var isValid = true;
        for (; next < items.Count && next < schemas.Count; next++)
        {
            isValid &= Apply(
                schemas[next],
                part.Resource,
                items[next],
                part.PathOf(next),
                part.Errors,
                null
            );
            part.Looked?.Add(next);
        }
        return isValid;
    }

    private bool ApplyContains(in Part part, VrlArray items)
    {
        if (!part.TryGet("contains", out var schema) || document.Draft == SchemaDraft.Draft4)
        {
            return true;
        }
        var found = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (Apply(schema, part.Resource, items[i], part.PathOf(i), null, null))
            {
                found++;
                if (document.Draft >= SchemaDraft.Draft202012)
                {
                    part.Looked?.Add(i);
                }
            }
        }
        var least = 1.0;
        var most = double.PositiveInfinity;
        if (document.Draft >= SchemaDraft.Draft201909)
        {
            least = part.TryGet("minContains", out var bound) ? bound.Number : 1;
            most = part.TryGet("maxContains", out bound) ? bound.Number : most;
        }
        return part.Check(
                found >= least,
                at => $"None of {at.Text} are valid under the given schema"
            )
            && part.Check(
                found <= most,
                at => $"{at.Text} has too many items that are valid under the given schema"
            );
    }

    private bool ApplyToObject(in Part part)
    {
        var fields = part.Instance.Object;
        var isValid = true;
        if (part.TryGet("minProperties", out var least))
        {
            isValid &= part.Check(
                fields.Count >= least.Number,
                at => $"{at.Text} has less than {Counted(least, "property", "properties")}"
            );
        }
        if (part.TryGet("maxProperties", out var most))
        {
            isValid &= part.Check(
                fields.Count <= most.Number,
                at => $"{at.Text} has more than {Counted(most, "property", "properties")}"
            );
        }
        if (part.TryGet("required", out var required))
        {
            isValid &= ApplyRequired(part, required.Array);
        }
        isValid &= ApplyDependencies(part, fields) & ApplyToProperties(part, fields);
        if (part.TryGet("propertyNames", out var names) && document.Draft > SchemaDraft.Draft4)
        {
            foreach (var (name, _) in fields)
            {
                isValid &= Apply(names, part.Resource, name, part.Path, part.Errors, null);
            }
        }
        if (part.TryGet("unevaluatedProperties", out var rest) && part.Looked is { } looked)
        {
            var unexpected = new List<string>();
            foreach (var (name, value) in fields)
            {
                if (
                    !looked.Has(name)
                    && !Apply(rest, part.Resource, value, part.PathOf(name), null, null)
                )
                {
                    unexpected.Add($"'{name}'");
                }
            }
            looked.AddAllProperties();
            isValid &= part.Check(
                unexpected.Count == 0,
                _ => $"Unevaluated properties are not allowed {Unexpected(unexpected)}"
            );
        }
        return isValid;
    }

    private static bool ApplyRequired(in Part part, VrlArray names)
    {
        var isValid = true;
        foreach (var name in names)
        {
            isValid &= part.Check(
                part.Instance.Object.Contains(name.Text),
                _ => $"{Show(name)} is a required property"
            );
        }
        return isValid;
    }

    private bool ApplyToProperties(in Part part, VrlObject fields)
    {
        var isValid = true;
        part.TryGet("properties", out var properties);
        part.TryGet("patternProperties", out var patterns);
        var hasOthers = part.TryGet("additionalProperties", out var others);
        if (!properties.IsObject && !patterns.IsObject && !hasOthers)
        {
            return true;
        }
        var unexpected = new List<string>();
        foreach (var (name, value) in fields)
        {
            var isKnown = false;
            if (properties.IsObject && properties.Object.TryGet(name, out var schema))
            {
                isKnown = true;
                isValid &= Apply(
                    schema,
                    part.Resource,
                    value,
                    part.PathOf(name),
                    part.Errors,
                    null
                );
            }
            if (patterns.IsObject)
            {
                foreach (var (pattern, matched) in patterns.Object)
                {
                    if (document.PatternOf(pattern).IsMatch(name))
                    {
                        isKnown = true;
                        isValid &= Apply(
                            matched,
                            part.Resource,
                            value,
                            part.PathOf(name),
                            part.Errors,
                            null
                        );
                    }
                }
            }
            if (!isKnown && hasOthers)
            {
                isKnown = true;
                if (others is { IsBoolean: true, Boolean: false })
                {
                    unexpected.Add($"'{name}'");
                }
                else
                {
                    isValid &= Apply(
                        others,
                        part.Resource,
                        value,
                        part.PathOf(name),
                        part.Errors,
                        null
                    );
                }
            }
            if (isKnown)
            {
                part.Looked?.Add(name);
            }
        }
        return part.Check(
                unexpected.Count == 0,
                _ => $"Additional properties are not allowed {Unexpected(unexpected)}"
            ) && isValid;
    }

    private bool ApplyDependencies(in Part part, VrlObject fields)
    {
        var isValid = true;
        foreach (
            var keyword in (ReadOnlySpan<string>)
                ["dependencies", "dependentRequired", "dependentSchemas"]
        )
        {
            if (
                !part.TryGet(keyword, out var dependencies)
                || !dependencies.IsObject
                || (keyword != "dependencies" && document.Draft < SchemaDraft.Draft201909)
            )
            {
                continue;
            }
            foreach (var (name, needed) in dependencies.Object)
            {
                if (!fields.Contains(name))
                {
                    continue;
                }
                if (!needed.IsArray)
                {
                    isValid &= Same(part, needed, part.Resource, part.Errors);
                }
                else if (needed.Array.All(item => item.IsBytes))
                {
                    isValid &= ApplyRequired(part, needed.Array);
                }
            }
        }
        return isValid;
    }

    /// <summary><c>('a', 'b' were unexpected)</c></summary>
    private static string Unexpected(IEnumerable<string> names)
    {
        var all = names.ToList();
        return $"({string.Join(", ", all)} {(all.Count == 1 ? "was" : "were")} unexpected)";
    }
}
