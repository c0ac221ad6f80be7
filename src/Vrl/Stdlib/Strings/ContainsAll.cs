using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class ContainsAll : Function
{
    public override Signature Signature { get; } =
        new(
            "contains_all",
            "String",
            "Tells whether a text has each of several others in it.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("substrings", Kinds.Array, "What is looked for, each a text."),
            CaseSensitivity.Parameter
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "All are there",
            """contains_all("The Needle In The Haystack", ["Needle", "Haystack"])""",
            "true"
        ),
        new(
            "One is missing",
            """contains_all("The Needle In The Haystack", ["Needle", "Duck"])""",
            "false"
        ),
        new(
            "Upper and lower case do not matter",
            """contains_all("the NEEDLE in the haystack", ["needle", "haystack"], case_sensitive: false)""",
            "true"
        ),
        new(
            "Only texts can be looked for",
            """contains_all!("foo", ["f", 1])""",
            null,
            "expected string, got integer"
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(!HoldsTextsOnly(call.KindOf("substrings").Elements));

    private static bool HoldsTextsOnly(ArrayShape? elements) =>
        elements is { Unknown: { } others }
        && others.IsOnly(Kinds.Bytes | Kinds.Undefined)
        && elements.Known.Values.All(kind => kind.IsOnly(Kinds.Bytes | Kinds.Undefined));

    protected internal override Value Call(in Arguments arguments)
    {
        var sensitive = arguments[2].Boolean;
        var text = sensitive ? arguments[0].Text : LetterCase.Lower(arguments[0].Text);
        foreach (var item in arguments[1].Array)
        {
            if (!item.IsBytes)
            {
                return Value.Fail($"expected string, got {Kind.From(item)}");
            }
            var substring = sensitive ? item.Text : LetterCase.Lower(item.Text);
            if (!text.Contains(substring, StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }
}
