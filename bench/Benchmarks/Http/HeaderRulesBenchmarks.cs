using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Freshet.Configuration;
using Freshet.Http.Headers;
using Freshet.Toml;
using Microsoft.AspNetCore.Http;

namespace Freshet.Benchmarks.Http;

/// <summary>What a request costs in the rules that its headers must hold to, where they hold: that is the way of nearly every request.</summary>
[MemoryDiagnoser]
public class HeaderRulesBenchmarks
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Signature = "X-Hub-Signature-256";

    private readonly HeaderDictionary headers = new()
    {
        ["User-Agent"] = "bench",
        ["Content-Type"] = "application/json",
        ["Authorization"] = $"Bearer {Token}",
        ["X-Client"] = "client-42",
    };
    private HeaderRules rules = HeaderRules.None;
    private byte[] body = [];

    [Params("exists", "equals", "matches", "secret", "signature 200 B", "signature 4096 B")]
    public string Rule { get; set; } = "";

    [GlobalSetup]
    public void Begin()
    {
        rules = Read(
            Rule.Split(' ')[0] switch
            {
                "exists" => "headers.X-Client = { type = \"exists\" }",
                "equals" =>
                    $$"""headers.Authorization = { type = "equals", value = "{{Token}}", prefix = "Bearer " }""",
                "matches" =>
                    """headers.X-Client = { type = "matches", pattern = '^client-[0-9]+$' }""",
                "secret" =>
                    """headers.Authorization = { type = "secret", value = "TOKEN", prefix = "Bearer " }""",
                _ =>
                    $$"""headers.{{Signature}} = { type = "signature", token = "{{Token}}", signature_prefix = "sha256=" }""",
            }
        );
        if (Rule.Split(' ') is [_, var bytes, _])
        {
            body = Encoding.ASCII.GetBytes(new string('x', int.Parse(bytes)));
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Token), body);
            headers[Signature] = $"sha256={Convert.ToHexStringLower(hash)}";
        }
        if (!Check())
        {
            throw new InvalidOperationException($"the rule \"{Rule}\" does not hold");
        }
    }

    [Benchmark]
    public bool Check() => rules.Check(headers, body).IsAccepted;

    private static HeaderRules Read(string toml)
    {
        var mistakes = new List<Diagnostic>();
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "bench.toml", mistakes);
        var reader = new OptionsReader(mistakes, name => name == "TOKEN" ? Token : null);
        var read = HeaderRules.Read(table.Find("headers")!.Value, reader);
        return mistakes.Count == 0 && read is not null
            ? read
            : throw new InvalidOperationException(mistakes[0].Render());
    }
}
