using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.UserAgents;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>
/// <c>parse_user_agent</c>. The data is our own, and covers the common browsers, systems, devices, robots and libraries; a host that has better data gives it
/// by <see cref="CompileOptions.UserAgents"/>.
/// </summary>
internal sealed class ParseUserAgent : Function
{
    private static readonly Signature Declared = new(
        "parse_user_agent",
        "Parse",
        "Finds browser, operating system and device in a user agent, as far as they are common ones. What is not found is null.",
        Kind.Object,
        new Parameter("value", Kinds.Bytes, "The user agent."),
        Parameter.Optional(
            "mode",
            Kinds.Bytes,
            "fast",
            "How much is looked up: fast, reliable, which also looks where fast finds nothing, or enriched, which gives more."
        ) with
        {
            Variants = ["fast", "reliable", "enriched"],
        }
    );

    private static readonly Kind plain = Kind.ObjectOf([
        new("browser", Texts("family", "version")),
        new("os", Texts("family", "version")),
        new("device", Texts("category")),
    ]);

    private static readonly Kind enriched = Kind.ObjectOf([
        new("browser", Texts("family", "version", "major", "minor", "patch")),
        new("os", Texts("family", "version", "major", "minor", "patch", "patch_minor")),
        new("device", Texts("family", "category", "brand", "model")),
    ]);

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The mode fast",
            """parse_user_agent("Mozilla Firefox 1.0.1 Mozilla/5.0 (X11; U; Linux i686; de-DE; rv:1.7.6) Gecko/20050223 Firefox/1.0.1")""",
            """{"browser": {"family": "Firefox", "version": "1.0.1"}, "device": {"category": "pc"}, "os": {"family": "Linux", "version": null}}"""
        ),
        new(
            "The mode reliable",
            """parse_user_agent("Mozilla/4.0 (compatible; MSIE 7.66; Windows NT 5.1; SV1; .NET CLR 1.1.4322)", mode: "reliable")""",
            """{"browser": {"family": "Internet Explorer", "version": "7.66"}, "device": {"category": "pc"}, "os": {"family": "Windows XP", "version": "NT 5.1"}}"""
        ),
        new(
            "The mode enriched",
            """parse_user_agent("Opera/9.80 (J2ME/MIDP; Opera Mini/4.3.24214; iPhone; CPU iPhone OS 4_2_1 like Mac OS X; AppleWebKit/24.783; U; en) Presto/2.5.25 Version/10.54", mode: "enriched")""",
            """{"browser": {"family": "Opera Mini", "major": "4", "minor": "3", "patch": "24214", "version": "10.54"}, "device": {"brand": "Apple", "category": "smartphone", "family": "iPhone", "model": "iPhone"}, "os": {"family": "iOS", "major": "4", "minor": "2", "patch": "1", "patch_minor": null, "version": "4.2.1"}}"""
        ),
        new(
            "What is not known is null",
            """parse_user_agent("w3m/0.3")""",
            """{"browser": {"family": null, "version": null}, "device": {"category": null}, "os": {"family": null, "version": null}}"""
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        call.ConstantOf("mode") is { IsBytes: true } mode
            ? mode.Text == "enriched"
                ? enriched
                : plain
            : Kind.Object;

    protected internal override object? Prepare(CallSite call) =>
        call.Options.UserAgents is { } own
            ? new AgentData(own.Split('\n').Select(line => line.TrimEnd('\r')))
            : AgentData.Own;

    protected internal override Value Call(in Arguments arguments)
    {
        var data = (AgentData)arguments.Prepared!;
        var agent = arguments[0].Text;
        var mode = arguments[1].Bytes.Span;
        return mode.SequenceEqual("enriched"u8)
            ? UserAgent.ParseEnriched(data, agent)
            : UserAgent.Parse(data, agent, mode.SequenceEqual("reliable"u8));
    }

    private static Kind Texts(params IEnumerable<string> names) =>
        Kind.ObjectOf(
            names.Select(name => KeyValuePair.Create(name, Kind.Of(Kinds.Bytes | Kinds.Null)))
        );
}
