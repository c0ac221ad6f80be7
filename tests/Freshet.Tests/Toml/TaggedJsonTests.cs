using System.Text;
using Freshet.Cli;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Toml;

public sealed class TaggedJsonTests
{
    [Theory]
    [InlineData("'é\"\n'", null)]
    [InlineData("'é<\"'", """{"type":"string","value":"é<\""}""")]
    [InlineData("1_0", """{"type":"integer","value":"10"}""")]
    [InlineData("0.1", """{"type":"float","value":"0.1"}""")]
    [InlineData("1e300", """{"type":"float","value":"1E+300"}""")]
    [InlineData("+inf", """{"type":"float","value":"inf"}""")]
    [InlineData("-inf", """{"type":"float","value":"-inf"}""")]
    [InlineData("-nan", """{"type":"float","value":"nan"}""")]
    [InlineData("true", """{"type":"bool","value":"true"}""")]
    [InlineData("1979-05-27 07:32:00z", """{"type":"datetime","value":"1979-05-27T07:32:00Z"}""")]
    [InlineData(
        "1979-05-27t07:32:00",
        """{"type":"datetime-local","value":"1979-05-27T07:32:00"}"""
    )]
    [InlineData("1979-05-27", """{"type":"date-local","value":"1979-05-27"}""")]
    [InlineData("07:32:00", """{"type":"time-local","value":"07:32:00"}""")]
    [InlineData("[[], {}]", "[[],{}]")]
    public void The_command_writes_each_value_with_its_type(string value, string? json)
    {
        var (exitCode, output, errors) = Run(Encoding.UTF8.GetBytes($"v = {value}"));

        exitCode.ShouldBe(json is null ? 1 : 0);
        Compact(output).ShouldBe(json is null ? "" : $$"""{"v":{{json}}}""");
        (errors.Length > 0).ShouldBe(json is null);
    }

    [Fact]
    public void The_command_shows_every_error()
    {
        var (exitCode, output, errors) = Run("a = 01\nb = 02"u8.ToArray());

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain("--> standard input:1:5");
        errors.ShouldContain("--> standard input:2:5");
    }

    [Fact]
    public void The_command_refuses_an_endless_input_without_reading_it_all()
    {
        var bytes = new byte[TomlReader.MaxBytes + 100];
        using var input = new MemoryStream(bytes);
        using var output = new MemoryStream();
        using var errors = new StringWriter();

        TomlCommand.Run(input, output, errors).ShouldBe(1);

        input.Position.ShouldBe(TomlReader.MaxBytes + 1);
        errors.ToString().ShouldContain("larger than 16 MiB");
    }

    private static string Compact(string json) =>
        json.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static (int ExitCode, string Output, string Errors) Run(byte[] toml)
    {
        using var input = new MemoryStream(toml);
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        var exitCode = TomlCommand.Run(input, output, errors);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}
