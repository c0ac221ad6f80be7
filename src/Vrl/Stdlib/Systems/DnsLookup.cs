using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Freshet.Vrl.Network.Dns;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Systems;

internal sealed class DnsLookup : Function
{
    private static readonly Kind Records = Kind.ArrayOf(
        Kind.ObjectOf([
            new("class", Kind.Bytes),
            new("domainName", Kind.Bytes),
            new("rData", Kind.Bytes),
            new("recordType", Kind.Bytes),
            new("recordTypeId", Kind.Integer),
            new("ttl", Kind.Integer),
        ])
    );

    public override Signature Signature { get; } =
        new(
            "dns_lookup",
            "System",
            "Asks the domain name system for records. The program waits for the answer, so this is not for many events.",
            new TypeDef(
                Kind.ObjectOf([
                    new("additional", Records),
                    new("answers", Records),
                    new("authority", Records),
                    new("fullRcode", Kind.Integer),
                    new(
                        "header",
                        Kind.ObjectOf([
                            new("aa", Kind.Boolean),
                            new("ad", Kind.Boolean),
                            new("anCount", Kind.Integer),
                            new("arCount", Kind.Integer),
                            new("cd", Kind.Boolean),
                            new("nsCount", Kind.Integer),
                            new("opcode", Kind.Integer),
                            new("qdCount", Kind.Integer),
                            // A boolean, but upstream says so.
                            new("qr", Kind.Integer),
                            new("ra", Kind.Boolean),
                            new("rcode", Kind.Integer),
                            new("rd", Kind.Boolean),
                            new("tc", Kind.Boolean),
                        ])
                    ),
                    new(
                        "question",
                        Kind.ArrayOf(
                            Kind.ObjectOf([
                                new("class", Kind.Bytes),
                                new("domainName", Kind.Bytes),
                                new("questionType", Kind.Bytes),
                                new("questionTypeId", Kind.Integer),
                            ])
                        )
                    ),
                    new("rcodeName", Kind.Of(Kinds.Bytes | Kinds.Null)),
                    new("time", Kind.Of(Kinds.Bytes | Kinds.Null)),
                    new("timePrecision", Kind.Of(Kinds.Bytes | Kinds.Null)),
                ])
            ).Fallible(),
            new Parameter("value", Kinds.Bytes, "The name to ask for."),
            Parameter.Optional("qtype", Kinds.Bytes, "A", "The type of records, `MX`."),
            Parameter.Optional("class", Kinds.Bytes, "IN", "The class of records."),
            Parameter.Optional(
                "options",
                Kinds.Object,
                Value.From(new VrlObject()),
                "How to ask: `servers` (names or addresses, perhaps with port), `timeout` in seconds (5, 30 at most), `attempts` (2, 10 at most), `tcp`, `recurse` (true), `aa_only`, `rotate`."
            )
        )
        {
            IsPure = false,
            IsOptIn = true,
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Take the addresses of a name, or none where nobody answers",
            """
            answer = dns_lookup("example.org", options: {"servers": ["127.0.0.1:1"], "attempts": 1, "timeout": 1}) ?? {"answers": []}
            map_values(array!(answer.answers)) -> |record| { record.rData }
            """,
            "[]"
        ),
        new(
            "A type that there is none of",
            """dns_lookup!("example.org", qtype: "MAIL")""",
            null,
            "parsing query type failed: unknown record type"
        ),
        new(
            "A class that there is none of",
            """dns_lookup!("example.org", class: "OUT")""",
            null,
            "parsing query class failed: unknown class"
        ),
        new(
            "What is no name",
            """dns_lookup!("example..org")""",
            null,
            "parsing host name failed: an empty label was encountered"
        ),
        new(
            "Options must be of their kinds",
            """dns_lookup!("example.org", options: {"tcp": "yes"})""",
            null,
            "expected boolean, got string"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (!DnsName.TryParse(arguments[0].Text, out var name, out var error))
        {
            return Value.Fail($"parsing host name failed: {error}");
        }
        if (!DnsCodes.TryParseType(arguments[1].Text, out var type))
        {
            return Value.Fail("parsing query type failed: unknown record type");
        }
        if (!DnsCodes.TryParseClass(arguments[2].Text, out var @class))
        {
            return Value.Fail("parsing query class failed: unknown class");
        }
        var failure = ReadOptions(arguments[3].Object, out var options);
        if (failure.IsFailure)
        {
            return failure;
        }
        return DnsClient.TryQuery(name, type, @class, options, out var answer, out error)
            ? Describe(answer)
            : Value.Fail($"query failed: {error}");
    }

    /// <summary>Reads the options; gives a failure where one is wrong, else null.</summary>
    private static Value ReadOptions(VrlObject given, out DnsOptions options)
    {
        options = new();
        bool tcp = false,
            recurse = true,
            authoritativeOnly = false,
            rotate = false;
        long attempts = 2,
            timeout = 5,
            dots = 1;
        var failure = ReadInteger(given, "ndots", ref dots);
        failure = failure.IsFailure ? failure : ReadInteger(given, "attempts", ref attempts);
        failure = failure.IsFailure
            ? failure
            : ReadBoolean(given, "aa_only", ref authoritativeOnly);
        failure = failure.IsFailure ? failure : ReadBoolean(given, "tcp", ref tcp);
        failure = failure.IsFailure ? failure : ReadBoolean(given, "recurse", ref recurse);
        failure = failure.IsFailure ? failure : ReadBoolean(given, "rotate", ref rotate);
        failure = failure.IsFailure ? failure : ReadInteger(given, "timeout", ref timeout);
        if (failure.IsFailure)
        {
            return failure;
        }
        options = new()
        {
            Servers = SystemResolver.Servers(),
            Attempts = (int)Math.Min(attempts, DnsOptions.MaxAttempts),
            Timeout = TimeSpan.FromSeconds(Math.Min(timeout, DnsOptions.MaxTimeout)),
            Tcp = tcp,
            Recurse = recurse,
            AuthoritativeOnly = authoritativeOnly,
            Rotate = rotate,
        };
        if (!given.TryGet("servers", out var servers))
        {
            return Value.Null;
        }
        if (!servers.IsArray)
        {
            return Expected.Fail("array", servers);
        }
        var places = new List<IPEndPoint>();
        foreach (var server in servers.Array)
        {
            if (!server.IsBytes)
            {
                return Expected.Fail("string", server);
            }
            if (!TryResolve(server.Text, places, out var error))
            {
                return Value.Fail(error);
            }
        }
        options = options with { Servers = places };
        return Value.Null;
    }

    private static Value ReadBoolean(VrlObject options, string name, ref bool value)
    {
        if (options.TryGet(name, out var given))
        {
            if (!given.IsBoolean)
            {
                return Expected.Fail("boolean", given);
            }
            value = given.Boolean;
        }
        return Value.Null;
    }

    private static Value ReadInteger(VrlObject options, string name, ref long value)
    {
        if (!options.TryGet(name, out var given))
        {
            return Value.Null;
        }
        if (!given.IsInteger)
        {
            return Expected.Fail("integer", given);
        }
        value = given.Integer;
        return value >= 0
            ? Value.Null
            : Value.Fail(
                $"{name} has to be a positive integer, got: {value}. (out of range integral type conversion attempted)"
            );
    }

    /// <summary>Adds where a server is: its name or address, with a port or port 53.</summary>
    private static bool TryResolve(string server, List<IPEndPoint> places, out string error)
    {
        error = "";
        var text = server.Contains(':', StringComparison.Ordinal) ? server : $"{server}:53";
        var colon = text.LastIndexOf(':');
        var host = text[..colon];
        if (
            !ushort.TryParse(
                text.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var port
            )
        )
        {
            error = $"can't resolve nameserver ({text}): invalid port value";
            return false;
        }
        if (IPAddress.TryParse(host, out var address))
        {
            places.Add(new(address, port));
            return true;
        }
        try
        {
            places.AddRange(
                System.Net.Dns.GetHostAddresses(host).Select(found => new IPEndPoint(found, port))
            );
            return true;
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            error = $"can't resolve nameserver ({text}): {fault.Message}";
            return false;
        }
    }

    private static Value Describe(DnsMessage answer)
    {
        var header = new VrlObject();
        header.Set("aa", answer.IsAuthoritative);
        header.Set("ad", answer.IsAuthentic);
        header.Set("anCount", (long)answer.Counts[1]);
        header.Set("arCount", (long)answer.Counts[3]);
        header.Set("cd", answer.IsCheckingDisabled);
        header.Set("nsCount", (long)answer.Counts[2]);
        header.Set("opcode", (long)answer.Operation);
        header.Set("qdCount", (long)answer.Counts[0]);
        header.Set("qr", answer.IsResponse);
        header.Set("ra", answer.HasRecursion);
        header.Set("rcode", (long)answer.ResponseCode);
        header.Set("rd", answer.WantsRecursion);
        header.Set("tc", answer.IsTruncated);

        var question = new VrlArray();
        foreach (var asked in answer.Questions)
        {
            var description = new VrlObject();
            description.Set("class", DnsCodes.ClassName(asked.Class));
            description.Set("domainName", asked.Name);
            description.Set("questionType", DnsCodes.TypeName(asked.Type));
            description.Set("questionTypeId", (long)asked.Type);
            question.Add(Value.From(description));
        }

        var result = new VrlObject();
        result.Set("additional", Describe(answer.Additional));
        result.Set("answers", Describe(answer.Answers));
        result.Set("authority", Describe(answer.Authority));
        result.Set("fullRcode", (long)answer.ResponseCode);
        result.Set("header", Value.From(header));
        result.Set("question", Value.From(question));
        result.Set("rcodeName", DnsCodes.ResponseName(answer.ResponseCode));
        return Value.From(result);
    }

    private static Value Describe(IReadOnlyList<DnsRecord> records)
    {
        var result = new VrlArray(records.Count);
        foreach (var record in records)
        {
            var description = new VrlObject(6);
            description.Set("class", DnsCodes.ClassName(record.Class));
            description.Set("domainName", record.Name);
            description.Set("rData", record.Data);
            description.Set("recordType", DnsCodes.TypeName(record.Type));
            description.Set("recordTypeId", (long)record.Type);
            description.Set("ttl", (long)record.TimeToLive);
            result.Add(Value.From(description));
        }
        return Value.From(result);
    }
}
