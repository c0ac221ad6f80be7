using Freshet.Vrl.Grok;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

internal sealed class ParseGroks : Function
{
    private static readonly Signature Declared = new(
        "parse_groks",
        "Parse",
        "Takes fields out of a text by the first of several grok rules that it matches as a whole. Rules are of Datadog's dialect: %{matcher:field:filter}.",
        new TypeDef(Kind.Object, IsFallible: true),
        new Parameter("value", Kinds.Bytes, "The text."),
        new Parameter("patterns", Kinds.Array, "The rules.") { Form = ArgumentForm.Static },
        Parameter.Optional(
            "aliases",
            Kinds.Object,
            "Rules by names, which rules may name in place of a matcher."
        ) with
        {
            Form = ArgumentForm.Static,
        },
        Parameter.Optional(
            "alias_sources",
            Kinds.Array,
            Value.From(new VrlArray()),
            "Files with aliases: JSON objects."
        ) with
        {
            Form = ArgumentForm.Static,
        }
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The second rule matches",
            """
            parse_groks!(
                "2020-10-02T23:22:12.223222Z info hello world",
                patterns: ["%{common_prefix} %{_status} %{_message}", "%{common_prefix} %{_message}"],
                aliases: {
                    "common_prefix": "%{_timestamp} %{_loglevel}",
                    "_timestamp": "%{TIMESTAMP_ISO8601:timestamp}",
                    "_loglevel": "%{LOGLEVEL:level}",
                    "_status": "%{POSINT:status}",
                    "_message": "%{GREEDYDATA:message}"
                })
            """,
            """{"timestamp": "2020-10-02T23:22:12.223222Z", "level": "info", "message": "hello world"}"""
        ),
        new(
            "Filters make values of texts",
            """parse_groks!("took 0.25 s, ids [1,2]", [s'took %{number:ms:scale(1000)} s, ids %{data:ids:array(integer)}'])""",
            """{"ms": 250, "ids": [1, 2]}"""
        ),
        new(
            "Pairs of keys and values, wherever they are",
            """parse_groks!("GET user.id=42 ok=true", ["%{word:method} %{data::keyvalue}"])""",
            """{"method": "GET", "user": {"id": 42}, "ok": true}"""
        ),
        new(
            "No files with aliases",
            """parse_groks!("a", ["%{word:w}"], alias_sources: [])""",
            """{"w": "a"}"""
        ),
        new(
            "No rule matches",
            """parse_groks!("an ungrokkable message", ["%{integer:number}"])""",
            null,
            "unable to parse grok: value does not match any rule"
        ),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        if (
            !call.HasContainer("patterns")
            || !call.HasContainer("aliases")
            || !call.HasContainer("alias_sources")
        )
        {
            return null;
        }
        if (
            Texts(call, "patterns", "grok pattern should be a string") is not { } patterns
            || Texts(call, "alias_sources", "alias source should be a string") is not { } sources
            || Aliases(call) is not { } aliases
        )
        {
            return null;
        }
        foreach (var source in sources)
        {
            if (!TryReadSource(call, source, aliases))
            {
                return null;
            }
        }
        var rules = new List<GrokRule>(patterns.Count);
        foreach (var pattern in patterns.Where(pattern => pattern.Length > 0))
        {
            if (!GrokRule.TryParse(pattern, aliases, out var rule, out var error))
            {
                call.Error(112, $"grok pattern error: {error}", "patterns");
                return null;
            }
            rules.Add(rule);
        }
        return rules;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        foreach (var rule in (List<GrokRule>)arguments.Prepared!)
        {
            if (rule.Apply(text, arguments.Run) is { } parsed)
            {
                return Value.From(parsed);
            }
        }
        return Value.Fail("unable to parse grok: value does not match any rule");
    }

    private static List<string>? Texts(CallSite call, string parameter, string problem)
    {
        var texts = new List<string>();
        if (call.ConstantOf(parameter) is not { IsArray: true } items)
        {
            return texts;
        }
        foreach (var item in items.Array)
        {
            if (!item.IsBytes)
            {
                call.Error(403, problem, parameter);
                return null;
            }
            texts.Add(item.Text);
        }
        return texts;
    }

    private static Dictionary<string, string>? Aliases(CallSite call)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        if (call.ConstantOf("aliases") is not { IsObject: true } fields)
        {
            return aliases;
        }
        foreach (var (name, rule) in fields.Object)
        {
            if (!rule.IsBytes)
            {
                call.Error(403, "alias pattern should be a string", "aliases");
                return null;
            }
            aliases[name] = rule.Text;
        }
        return aliases;
    }

    private static bool TryReadSource(
        CallSite call,
        string file,
        Dictionary<string, string> aliases
    )
    {
        if (!ProgramFile.TryRead(call, Declared.Name, file, out var bytes, out _))
        {
            call.Error(403, "Unable to open alias source file", "alias_sources");
            return false;
        }
        if (
            !VrlJson.TryParse(bytes, out var read, out _)
            || !read.IsObject
            || read.Object.Any(field => !field.Value.IsBytes)
        )
        {
            call.Error(403, "Unable to read alias source", "alias_sources");
            return false;
        }
        foreach (var (name, rule) in read.Object)
        {
            aliases[name] = rule.Text;
        }
        return true;
    }
}
