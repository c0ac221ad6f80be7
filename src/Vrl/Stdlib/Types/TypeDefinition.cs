using System.Globalization;
using Freshet.Vrl.Compilation;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

/// <summary><c>type_def</c>: the compiler's knowledge as a value, for those who wonder why it complains.</summary>
internal sealed class TypeDefinition : Function
{
    private static readonly Signature Declared = new(
        "type_def",
        "Type",
        "Shows what the compiler knows of a value's type. It is a means of debugging: the form of what it shows may change.",
        Kind.Any,
        new Parameter(
            "value",
            Kinds.Any,
            "The expression to show the type of; it is not evaluated."
        )
        {
            Form = ArgumentForm.Type,
        }
    );

    private static readonly (Kinds Kind, string Name)[] scalars =
    [
        (Kinds.Bytes, "bytes"),
        (Kinds.Integer, "integer"),
        (Kinds.Float, "float"),
        (Kinds.Boolean, "boolean"),
        (Kinds.Timestamp, "timestamp"),
        (Kinds.Regex, "regex"),
        (Kinds.Null, "null"),
        (Kinds.Undefined, "undefined"),
    ];

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A scalar", "type_def(42)", """{"integer": true}"""),
        new(
            "Fields and elements that are known",
            """type_def({"a": [1, "x"]})""",
            """{"object": {"a": {"array": {"0": {"integer": true}, "1": {"bytes": true}}}}}"""
        ),
        new(
            "What may be of several types",
            """x = if .a == 1 { 1 } else { null }; type_def(x)""",
            """{"integer": true, "null": true}"""
        ),
        new("What never gives a value", "type_def({ abort })", """{"never": true}"""),
        new(
            "An object of which nothing is known",
            "type_def(.)",
            """{"object": {}, "object_unknown_infinite": {"any": true}}"""
        ),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        var type = call["value"]!.Type;
        var shown = Show(type.Kind, withUnknown: true, dropsKnownAsUnknown: true);
        if (type.IsFallible)
        {
            shown.Set("fallible", Value.True);
        }
        shown.IsShared = true;
        return shown;
    }

    protected internal override Value Call(in Arguments arguments) =>
        Value.From((VrlObject)arguments.Prepared!);

    // A kind's depth is limited where it is made: recursion is safe.
    private static VrlObject Show(Kind kind, bool withUnknown, bool dropsKnownAsUnknown = false)
    {
        var shown = new VrlObject();
        if (kind.IsNever || kind.IsAny || kind.IsJson)
        {
            shown.Set(
                kind.IsNever ? "never"
                    : kind.IsAny ? "any"
                    : "json",
                Value.True
            );
            return shown;
        }
        foreach (var (scalar, name) in scalars)
        {
            if (kind.MayBe(scalar))
            {
                shown.Set(name, Value.True);
            }
        }
        if (kind.Fields is { } fields)
        {
            ShowContainer(
                shown,
                "object",
                fields,
                PathText.OfField,
                withUnknown,
                dropsKnownAsUnknown
            );
        }
        if (kind.Elements is { } elements)
        {
            ShowContainer(
                shown,
                "array",
                elements,
                index => index.ToString(CultureInfo.InvariantCulture),
                withUnknown,
                dropsKnownAsUnknown
            );
        }
        return shown;
    }

    private static void ShowContainer<TKey>(
        VrlObject shown,
        string name,
        Shape<TKey> shape,
        Func<TKey, string> text,
        bool withUnknown,
        bool dropsKnownAsUnknown
    )
        where TKey : notnull
    {
        var unknown = shape.UnknownKind;
        var known = new VrlObject();
        foreach (var (key, kind) in shape.Known)
        {
            // Outermost, a place that is known to be what any other may be is no knowledge.
            if (!dropsKnownAsUnknown || !kind.Equals(unknown))
            {
                known.Set(text(key), Value.From(Show(kind, withUnknown)));
            }
        }
        shown.Set(name, Value.From(known));
        if (withUnknown && shape.MayHaveMore)
        {
            shown.Set(
                name + "_unknown_infinite",
                Value.From(Show(unknown, withUnknown: shape.Unknown is not null))
            );
        }
    }
}
