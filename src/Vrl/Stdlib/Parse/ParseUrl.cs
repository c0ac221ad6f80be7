using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Urls;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_url</c></summary>
internal sealed class ParseUrl : Function
{
    private static readonly Signature signature = new(
        "parse_url",
        "Parse",
        "Takes a URL apart, by the URL standard that browsers follow.",
        new TypeDef(
            Kind.ObjectOf(
                new Dictionary<string, Kind>(StringComparer.Ordinal)
                {
                    ["scheme"] = Kind.Bytes,
                    ["username"] = Kind.Bytes,
                    ["password"] = Kind.Bytes,
                    ["path"] = Kind.Bytes.Or(Kinds.Null),
                    ["host"] = Kind.Bytes,
                    ["port"] = Kind.Integer.Or(Kinds.Null),
                    ["fragment"] = Kind.Bytes.Or(Kinds.Null),
                    ["query"] = Kind.ObjectOf(Kind.Bytes),
                }
            )
        ).Fallible(),
        new Parameter("value", Kinds.Bytes, "The URL."),
        Parameter.Optional(
            "default_known_ports",
            Kinds.Boolean,
            Value.False,
            "Whether a port that is not given is the scheme's own, for http, https, ws, wss and ftp."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A URL in its parts",
            """parse_url!("ftp://foo:bar@example.com:4343/a b?hello=world#123")""",
            """{"scheme": "ftp", "username": "foo", "password": "bar", "host": "example.com", "port": 4343, "path": "/a%20b", "query": {"hello": "world"}, "fragment": "123"}"""
        ),
        new(
            "The scheme's own port is given",
            """parse_url!("https://example.com", default_known_ports: true).port""",
            "443"
        ),
        new(
            "A domain is written in ASCII",
            """parse_url!("https://www.CAFé.com").host""",
            "\"www.xn--caf-dma.com\""
        ),
        new(
            "The text is no URL",
            """parse_url!("example.com")""",
            Result: null,
            "unable to parse url: relative URL without a base"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var error = UrlReader.Read(arguments[0].Text, out var url);
        if (url is null)
        {
            return Value.Fail($"unable to parse url: {error}");
        }
        var port = arguments[1].Boolean ? url.PortOrKnown : url.Port;
        var parts = new VrlObject(8);
        parts.SetOwned("fragment", url.Fragment is { } fragment ? fragment : Value.Null);
        parts.SetOwned("host", url.Host is { } host ? host : Value.Null);
        parts.SetOwned("password", url.Password);
        parts.SetOwned("path", url.Path);
        parts.SetOwned("port", port is { } number ? Value.From((long)number) : Value.Null);
        parts.SetOwned(
            "query",
            Value.From(VrlObject.FromOwned(QueryString.Read(Encoding.UTF8.GetBytes(url.Query))))
        );
        parts.SetOwned("scheme", url.Scheme);
        parts.SetOwned("username", url.Username);
        return Value.From(parts);
    }
}
