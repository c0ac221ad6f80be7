using Freshet.Vrl;
using Freshet.Vrl.Stdlib.Parse;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseUserAgentTests
{
    /// <summary>User agents with what the reference makes of them in each mode.</summary>
    public static TheoryData<string> Cases { get; } =
    [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "vrl", "user-agents.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Common_user_agents_are_known(string line)
    {
        var expected = Json.Read(line).Object;
        expected.TryGet("ua", out var agent).ShouldBeTrue();
        foreach (var mode in new[] { "fast", "reliable", "enriched" })
        {
            expected.TryGet(mode, out var found).ShouldBeTrue();
            Json.Write(Parse(agent, mode)).ShouldBe(Json.Write(found), mode);
        }
    }

    [Fact]
    public void A_host_may_know_better()
    {
        var compiled = VrlCompiler.Compile(
            "parse_user_agent(\"Freshet/1.5 (Pond)\")",
            new CompileOptions
            {
                UserAgents =
                    "[agent]\r\nFreshet | Freshet/ | Freshet/ | misc\r\n[system]\r\nPond | Pond |\r\n",
            }
        );

        Programs
            .Run(compiled.Program!)
            .ShouldBe(
                """{"browser":{"family":"Freshet","version":"1.5"},"device":{"category":"misc"},"os":{"family":null,"version":null}}"""
            );
    }

    [Fact]
    public void Fields_have_known_kinds()
    {
        Programs.Errors("parse_user_agent(\"x\").browser.family + \"\"").ShouldBeEmpty();
        Programs.Errors("parse_user_agent(\"x\", mode: \"slow\")").ShouldBe([610]);
    }

    [Fact]
    public void Any_text_is_taken() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements(
                        "Android",
                        "; ",
                        "(",
                        ")",
                        "Mozilla/5.0 ",
                        "Version/",
                        "CPU iPhone OS ",
                        "CrOS",
                        "Lumia",
                        "Build/",
                        "é",
                        "1.2",
                        "_",
                        "Chrome/",
                        "BlackBerry"
                    )
                    .ArrayOf()
                    .Select(string.Concat)
                    .ToArbitrary(),
                agent => Parse(agent, "enriched").IsObject
            )
        );

    private static Value Parse(Value agent, string mode) =>
        FunctionRunner.Call(new ParseUserAgent(), ("value", agent), ("mode", mode));
}
