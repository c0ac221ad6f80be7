using System.Text;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers.Vrl;

public sealed class VrlOptionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_mistake_of_a_program_is_told_at_its_place_and_drawn()
    {
        var diagnostics = Read(
            """
            [transformers.t]
            type = "vrl"
            strict = true
            template = '''
            nope(1)
            .body.n + 1
            '''
            """
        );

        diagnostics
            .Select(told => told.Message)
            .ShouldBe(["E105: call to undefined function", "E100: unhandled error"]);
        diagnostics[0]
            .Render()
            .ShouldStartWith(
                """
                error: E105: call to undefined function
                  --> the test:4:12
                  |
                4 | template = '''
                  |            ^^^
                    ┌─ :1:1
                    │
                  1 │ nope(1)
                    │ ^^^^
                """,
                Case.Sensitive
            );
    }

    [Theory]
    [InlineData("", "", Severity.Warning)]
    [InlineData("strict = true", "", Severity.Error)]
    [InlineData("", "vrl_strict = true", Severity.Error)]
    [InlineData("strict = false", "vrl_strict = true", Severity.Warning)]
    public void Strictness_is_chosen_for_one_or_for_all(string own, string all, object severity) =>
        Read(
                $"""
                [pipeline]
                {all}
                [transformers.t]
                type = "vrl"
                {own}
                script = ".body.n = .body.n + 1; [.]"
                """
            )
            .ShouldHaveSingleItem()
            .Severity.ShouldBe((Severity)severity);

    [Theory]
    [InlineData("", "a vrl transformer needs a program")]
    [InlineData("template = 'null'\nscript = 'null'", "both template and script are given")]
    [InlineData("template = 'null'\nscript_file = 'x'", "both template and script are given")]
    [InlineData("template = 'null'\ntimezone = 'Mars'", "there is no time zone \"Mars\"")]
    [InlineData(
        "template = 'null'\nfunctions = ['nope']",
        "there is no function \"nope\" to enable"
    )]
    [InlineData("template = 1", "transformers.t.template must be a string, not an integer")]
    public void What_is_wrong_beside_the_program_is_told(string keys, string message) =>
        Read($"[transformers.t]\ntype = 'vrl'\n{keys}")
            .ShouldContain(told => told.Message.StartsWith(message, StringComparison.Ordinal));

    [Fact]
    public void A_program_comes_from_a_file()
    {
        folder.Write("program.vrl", "nope(1)");
        var path = folder.Write(
            "a.toml",
            "[transformers.t]\ntype = 'vrl'\ntemplate_file = 'program.vrl'\n"
        );

        var told = Setup
            .Read(new ConfigurationInput { Files = [path] }, Components.Catalog)
            .Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);

        told.Message.ShouldStartWith("E105");
        told.Location!.Line.ShouldBe(3);
        told.Drawing.ShouldNotBeNull().ShouldContain("nope(1)");
    }

    [Fact]
    public void A_program_that_holds_a_variable_is_not_shown_nor_is_a_message_about_it()
    {
        // The warning's own words would quote the literal that is not used.
        var told = Read(
                """
                [transformers.t]
                type = "vrl"
                template = "\"${TOKEN}\"; null"
                """,
                ("TOKEN", "hunter2")
            )
            .ShouldHaveSingleItem();

        told.Message.ShouldStartWith("E900: ");
        told.Drawing.ShouldBe("line 1, column 1 of the program");
        told.Render().ShouldNotContain("hunter2");
    }

    private static List<Diagnostic> Read(
        string toml,
        params (string Name, string Value)[] environment
    ) =>
        [
            .. Setup
                .Read(
                    new ConfigurationInput
                    {
                        Base = new("the test", Encoding.UTF8.GetBytes(toml)),
                        Environment = environment.ToDictionary(
                            pair => pair.Name,
                            pair => pair.Value
                        ),
                    },
                    Components.Catalog
                )
                .Diagnostics.Where(told =>
                    !told.Message.StartsWith("no source", StringComparison.Ordinal)
                ),
        ];
}
