using System.Globalization;
using System.Text.Json;
using Freshet.Cli;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Toml;

/// <summary>
/// The suite of toml-lang/toml-test, through the command that it would run. The folder with <c>valid/</c> and <c>invalid/</c> is
/// named by <c>FRESHET_TOML_TEST</c>; <c>./do test</c> fetches it.
/// </summary>
public sealed class TomlSuiteTests
{
    private const string Variable = "FRESHET_TOML_TEST";
    private const string Missing =
        Variable + " names no folder of toml-test: `./do test` fetches it";

    // `\e` came with TOML 1.1; the suite of 2022 has it among the rest.
    private static readonly string[] NotOfThisVersion = ["valid/string/escape-esc.toml"];

    private static readonly string? Folder = Environment.GetEnvironmentVariable(Variable) switch
    {
        { Length: > 0 } path when Directory.Exists(path) => path,
        _ => null,
    };

    public static TheoryData<string> Valid => Documents("valid");

    public static TheoryData<string> Invalid => Documents("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_document_reads_as_the_suite_says(string path)
    {
        var folder = Required();
        var (exitCode, output, errors) = Run(Path.Combine(folder, path));

        errors.ShouldBeEmpty();
        exitCode.ShouldBe(0);
        using var actual = JsonDocument.Parse(output);
        using var expected = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(folder, Path.ChangeExtension(path, ".json")))
        );
        ShouldMatch(actual.RootElement, expected.RootElement, "$");
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_document_is_refused_with_an_error(string path)
    {
        var (exitCode, output, errors) = Run(Path.Combine(Required(), path));

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldStartWith("error: ");
        errors.ShouldContain("--> standard input");
    }

    private static string Required()
    {
        Assert.SkipWhen(Folder is null, Missing);
        return Folder!;
    }

    private static TheoryData<string> Documents(string kind)
    {
        if (Folder is null)
        {
            // One row, so that the skip is seen.
            return [$"{kind}/*.toml"];
        }
        return
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Folder, kind), "*.toml", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
                .Except(NotOfThisVersion, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static (int ExitCode, byte[] Output, string Errors) Run(string file)
    {
        using var input = File.OpenRead(file);
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        var exitCode = TomlCommand.Run(input, output, errors);
        return (exitCode, output.ToArray(), errors.ToString());
    }

    private static void ShouldMatch(JsonElement actual, JsonElement expected, string path)
    {
        actual.ValueKind.ShouldBe(expected.ValueKind, path);
        if (expected.ValueKind == JsonValueKind.Array)
        {
            actual.GetArrayLength().ShouldBe(expected.GetArrayLength(), path);
            foreach (var (index, item) in expected.EnumerateArray().Index())
            {
                ShouldMatch(actual[index], item, $"{path}[{index}]");
            }
        }
        else if (IsTagged(expected))
        {
            IsTagged(actual).ShouldBeTrue(path);
            var type = expected.GetProperty("type").GetString()!;
            actual.GetProperty("type").GetString().ShouldBe(type, path);
            Comparable(type, actual).ShouldBe(Comparable(type, expected), path);
        }
        else
        {
            NamesOf(actual).ShouldBe(NamesOf(expected), path);
            foreach (var property in expected.EnumerateObject())
            {
                ShouldMatch(
                    actual.GetProperty(property.Name),
                    property.Value,
                    $"{path}.{property.Name}"
                );
            }
        }
    }

    private static IEnumerable<string> NamesOf(JsonElement table) =>
        table.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);

    private static bool IsTagged(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
        && element.TryGetProperty("value", out var value)
        && value.ValueKind == JsonValueKind.String;

    /// <summary>The value in a form in which equal values are equal texts.</summary>
    private static string Comparable(string type, JsonElement tagged)
    {
        var value = tagged.GetProperty("value").GetString()!;
        return type switch
        {
            "float" => value switch
            {
                "inf" or "+inf" => "inf",
                "-inf" or "nan" => value,
                // 0 and -0 are the same value.
                _ => (double.Parse(value, CultureInfo.InvariantCulture) + 0.0).ToString(
                    "R",
                    CultureInfo.InvariantCulture
                ),
            },
            "datetime" or "datetime-local" or "time-local" => WithoutTrailingZeros(value),
            _ => value,
        };
    }

    private static string WithoutTrailingZeros(string time)
    {
        var point = time.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return time;
        }
        var end = point + 1;
        while (end < time.Length && char.IsAsciiDigit(time[end]))
        {
            end++;
        }
        return time[..end].TrimEnd('0').TrimEnd('.') + time[end..];
    }
}
