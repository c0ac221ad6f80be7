using System.Runtime.InteropServices;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Unflatten : Function
{
    private static readonly Signature Declared = new(
        "unflatten",
        "Enumerate",
        "Splits the keys of an object at the separator and nests their values accordingly. Of `a` and `a.b`, the latter stays. Objects in arrays are left alone.",
        Kind.Object,
        new Parameter("value", Kinds.Object, "The object."),
        Parameter.Optional("separator", Kinds.Bytes, ".", "What keys are split at."),
        Parameter.Optional(
            "recursive",
            Kinds.Boolean,
            true,
            "Whether the keys of objects inside are split too."
        )
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Keys with the same beginning share an object.",
            """unflatten({"a.b.c": 1, "a.d": 2, "e": 3})""",
            """{"a": {"b": {"c": 1}, "d": 2}, "e": 3}"""
        ),
        new("Another separator.", """unflatten({"a_b": true}, "_")""", """{"a": {"b": true}}"""),
        new(
            "Objects inside are split too.",
            """unflatten({"a.b": {"c.d": 1}})""",
            """{"a": {"b": {"c": {"d": 1}}}}"""
        ),
        new(
            "Objects inside stay as they are.",
            """unflatten({"a.b": {"c.d": 1}}, recursive: false)""",
            """{"a": {"b": {"c.d": 1}}}"""
        ),
        new(
            "A value gives way to the object that its key stands for.",
            """unflatten({"a": 1, "a.b": 2})""",
            """{"a": {"b": 2}}"""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var separator = arguments[1].Text;
        var splitter = new Splitter(separator, arguments[2].Boolean);
        return separator.Length == 0
            ? splitter.Characters(arguments[0], Nesting.Limit)
            : splitter.Object(arguments[0].Object, Nesting.Limit);
    }

    private readonly record struct Splitter(string Separator, bool Recursive)
    {
        public Value Object(VrlObject fields, int depth)
        {
            var entries = new List<Entry>(fields.Count);
            for (var i = 0; i < fields.Count; i++)
            {
                entries.Add(new(fields.KeyAt(i), Start: 0, fields.ValueAt(i)));
            }
            return Nest(entries, depth);
        }

        /// <summary>
        /// Splits at the empty separator: around each character, and once more before the first. Each of several keys would start with the same parts without
        /// end, so that only an object of one field has a result.
        /// </summary>
        public Value Characters(Value value, int depth)
        {
            if (!value.IsObject || value.Object.Count == 0)
            {
                return value.Share();
            }
            if (value.Object.Count > 1)
            {
                return Value.Fail("several keys cannot be split at an empty separator");
            }
            var key = value.Object.KeyAt(0);
            if (key.Length > depth)
            {
                return Nesting.TooDeep;
            }
            var parts = new List<string> { "", "" };
            parts.AddRange(key.EnumerateRunes().Select(rune => rune.ToString()));
            parts.Add("");
            depth -= parts.Count;
            if (depth < 0)
            {
                return Nesting.TooDeep;
            }
            var inner = value.Object.ValueAt(0);
            var nested = Recursive ? Characters(inner, depth) : inner.Share();
            for (var i = parts.Count - 1; i >= 0 && !nested.IsFailure; i--)
            {
                nested = Value.From(VrlObject.FromOwned([new(parts[i], nested)]));
            }
            return nested;
        }

        private Value Nest(List<Entry> entries, int depth)
        {
            if (depth == 0)
            {
                return Nesting.TooDeep;
            }
            var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
            foreach (var (key, start, value) in entries)
            {
                var end = key.IndexOf(Separator, start, StringComparison.Ordinal);
                ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    groups,
                    end < 0 ? key[start..] : key[start..end],
                    out _
                );
                group ??= new();
                if (end < 0)
                {
                    group.Value = value;
                }
                else
                {
                    group.Entries.Add(new(key, end + Separator.Length, value));
                }
            }
            var fields = new List<KeyValuePair<string, Value>>(groups.Count);
            foreach (var (key, group) in groups)
            {
                var value =
                    group.Entries.Count > 0 ? Nest(group.Entries, depth - 1)
                    : Recursive && group.Value.IsObject ? Object(group.Value.Object, depth - 1)
                    : group.Value.Share();
                if (value.IsFailure)
                {
                    return value;
                }
                fields.Add(new(key, value));
            }
            return Value.From(VrlObject.FromOwned(fields));
        }
    }

    /// <summary>A value with what is left of its key: the part from <paramref name="Start"/> on.</summary>
    private readonly record struct Entry(string Key, int Start, Value Value);

    /// <summary>What has the same part of a key: the value whose key ends there, and those whose keys go on.</summary>
    private sealed class Group
    {
        public Value Value { get; set; }

        public List<Entry> Entries { get; } = [];
    }
}
