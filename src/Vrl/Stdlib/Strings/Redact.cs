using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Redact : Function
{
    /// <summary>Deeper values than this are no data.</summary>
    private const int MaxDepth = 128;

    public override Signature Signature { get; } =
        new(
            "redact",
            "String",
            "Hides what filters find in a text, or in every text inside of an object or array.",
            Kind.Of(Kinds.Bytes | Kinds.Object | Kinds.Array),
            new Parameter(
                "value",
                Kinds.Bytes | Kinds.Object | Kinds.Array,
                "What is to be cleaned."
            )
            {
                TakesAnyAtRun = true,
            },
            new Parameter(
                "filters",
                Kinds.Array,
                "What is hidden: each is a regular expression, the name `us_social_security_number`, or an object with a `type`: that name, or `pattern` with `patterns`, an array of regular expressions and texts."
            ),
            Parameter.Optional(
                "redactor",
                Kinds.Bytes | Kinds.Object,
                "What stands there instead: `full` for `[REDACTED]`, which is the default; `sha2` or `sha3` for a hash of what was there; or an object with a `type`: one of those (hashes with `variant` and `encoding`, `base64` or `base16`), or `text` with its `replacement`."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Hide what a regular expression matches",
            """redact("my id is 123456", filters: [r'\d+'])""",
            "\"my id is [REDACTED]\""
        ),
        new(
            "Hide social security numbers in an object",
            """redact({ "name": "John Doe", "ssn": "123-12-1234" }, filters: ["us_social_security_number"])""",
            """{"name": "John Doe", "ssn": "[REDACTED]"}"""
        ),
        new(
            "Hide texts",
            """redact("my name is John", filters: [{ "type": "pattern", "patterns": ["John"] }])""",
            "\"my name is [REDACTED]\""
        ),
        new(
            "Put a text in its place",
            """redact("my id is 123456", filters: [r'\d+'], redactor: {"type": "text", "replacement": "***"})""",
            "\"my id is ***\""
        ),
        new(
            "Put a hash in its place",
            """redact("my id is 123456", filters: [r'\d+'], redactor: "sha2")""",
            "\"my id is GEtTedW1p6tC094dDKH+3B8P+xSnZz69AmpjaXRd63I=\""
        ),
        new(
            "Put a hash of SHA-3 in its place",
            """redact("my id is 123456", filters: [r'\d+'], redactor: "sha3")""",
            "\"my id is ZNCdmTDI7PeeUTFnpYjLdUObdizo+bIupZdl8yqnTKGdLx6X3JIqPUlUWUoFBikX+yTR+OcvLtAqWO11NPlNJw==\""
        ),
        new(
            "Choose the hash and its encoding",
            """redact("my id is 123456", filters: [r'\d+'], redactor: {"type": "sha2", "variant": "SHA-256", "encoding": "base16"})""",
            "\"my id is 8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92\""
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) => call.KindOf("value");

    protected internal override object? Prepare(CallSite call)
    {
        var filters = new List<RedactionFilter>();
        if (!call.HasContainer("filters"))
        {
            return null;
        }
        if (call.ConstantOf("filters") is not { IsArray: true } values)
        {
            call.Error(402, "this argument must be a static expression", "filters");
            return null;
        }
        foreach (var value in values.Array)
        {
            if (!RedactionFilter.TryRead(value, out var filter, out var wrong))
            {
                call.Error(403, $"invalid argument: {wrong}", "filters");
                return null;
            }
            filters.Add(filter);
        }
        if (call["redactor"] is null)
        {
            return new Redaction(filters, Redactor.Full);
        }
        if (call.ConstantOf("redactor") is not { } constant)
        {
            call.Error(400, "unexpected expression type", "redactor");
            return null;
        }
        if (!Redactor.TryRead(constant, out var redactor, out var reason))
        {
            call.Error(403, $"invalid argument: {reason}", "redactor");
            return null;
        }
        return new Redaction(filters, redactor);
    }

    protected internal override Value Call(in Arguments arguments) =>
        ((Redaction)arguments.Prepared!).Apply(arguments[0], MaxDepth);

    private sealed record Redaction(IReadOnlyList<RedactionFilter> Filters, Redactor Redactor)
    {
        public Value Apply(Value value, int depth)
        {
            if (value.IsBytes)
            {
                return Filters.Aggregate(
                    value.Text,
                    (text, filter) => filter.Apply(text, Redactor)
                );
            }
            if (!value.IsArray && !value.IsObject)
            {
                return value;
            }
            if (depth == 0)
            {
                return Value.Fail($"value is nested deeper than {MaxDepth} levels");
            }
            return value.IsArray ? Apply(value.Array, depth) : Apply(value.Object, depth);
        }

        private Value Apply(VrlArray array, int depth)
        {
            var redacted = new VrlArray(array.Count);
            foreach (var item in array)
            {
                var clean = Apply(item, depth - 1);
                if (clean.IsFailure)
                {
                    return clean;
                }
                redacted.Add(clean);
            }
            return Value.From(redacted);
        }

        private Value Apply(VrlObject @object, int depth)
        {
            var redacted = new VrlObject(@object.Count);
            foreach (var (key, item) in @object)
            {
                var clean = Apply(item, depth - 1);
                if (clean.IsFailure)
                {
                    return clean;
                }
                redacted.Set(key, clean);
            }
            return Value.From(redacted);
        }
    }
}
