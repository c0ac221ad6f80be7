using System.Text;
using Freshet.Vrl.Domains;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

internal sealed class ParseEtld : Function
{
    private static readonly Signature Declared = new(
        "parse_etld",
        "Parse",
        "Finds the effective top-level domain of a domain name, such as co.uk. Without a list of your own, it is found by a list that covers all top-level domains and the "
            + "usual second levels of countries, but no suffixes of companies.",
        new TypeDef(
            Kind.ObjectOf([
                new("etld", Kind.Bytes),
                new("etld_plus", Kind.Bytes),
                new("known_suffix", Kind.Boolean),
            ]),
            IsFallible: true
        ),
        new Parameter("value", Kinds.Bytes, "The domain name."),
        Parameter.Optional(
            "plus_parts",
            Kinds.Integer,
            0,
            "How many labels before the suffix are part of etld_plus."
        ),
        Parameter.Optional(
            "psl",
            Kinds.Bytes,
            "The file of a public suffix list in the format of publicsuffix.org, to be used instead of the own one."
        ) with
        {
            Form = ArgumentForm.Static,
        }
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Find the suffix",
            """parse_etld!("vector.dev")""",
            """{"etld": "dev", "etld_plus": "dev", "known_suffix": true}"""
        ),
        new(
            "With the registered name before it",
            """parse_etld!("www.sussex.ac.uk", plus_parts: 1)""",
            """{"etld": "ac.uk", "etld_plus": "sussex.ac.uk", "known_suffix": true}"""
        ),
        new(
            "An unknown suffix is the last label",
            """parse_etld!("vector.unknowndev")""",
            """{"etld": "unknowndev", "etld_plus": "unknowndev", "known_suffix": false}"""
        ),
        new("No name", """parse_etld!("")""", null, "unable to determine eTLD for "),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        if (call["psl"] is null || call.ConstantOf("psl") is not { IsBytes: true } file)
        {
            return PublicSuffixes.Own;
        }
        if (!ProgramFile.TryRead(call, Declared.Name, file.Text, out var bytes, out _))
        {
            call.Error(403, "Unable to read psl file", "psl");
            return null;
        }
        if (PublicSuffixes.Read(Encoding.UTF8.GetString(bytes)) is not { } list)
        {
            call.Error(403, "Unable to parse psl file", "psl");
            return null;
        }
        return list;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var name = arguments[0].Text;
        var length = ((PublicSuffixes)arguments.Prepared!).SuffixOf(name, out var isKnown);
        if (length == 0)
        {
            return Value.Fail($"unable to determine eTLD for {name}");
        }
        var start = name.Length - length;
        var plus = start;
        for (var parts = Math.Max(arguments[1].Integer, 0); parts > 0 && plus > 0; parts--)
        {
            plus = plus < 2 ? 0 : name.LastIndexOf('.', plus - 2) + 1;
        }
        var result = new VrlObject(3);
        result.SetOwned("etld", name[start..]);
        result.SetOwned("etld_plus", name[plus..]);
        result.SetOwned("known_suffix", isKnown);
        return Value.From(result);
    }
}
