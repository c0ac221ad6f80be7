using Freshet.Vrl.JsonSchema;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.JsonSchema;

/// <summary>The official test suite, in the folder that <c>FRESHET_SCHEMA_TEST</c> names; <c>./do test</c> fetches it.</summary>
public sealed class SchemaSuiteTests
{
    private static readonly string? folder = Environment.GetEnvironmentVariable(
        "FRESHET_SCHEMA_TEST"
    );

    [Theory]
    [InlineData("draft4", "http://json-schema.org/draft-04/schema#")]
    [InlineData("draft6", "http://json-schema.org/draft-06/schema#")]
    [InlineData("draft7", "http://json-schema.org/draft-07/schema#")]
    [InlineData("draft2019-09", "https://json-schema.org/draft/2019-09/schema")]
    [InlineData("draft2020-12", "https://json-schema.org/draft/2020-12/schema")]
    public void The_suite_passes(string draft, string dialect)
    {
        Assert.SkipWhen(
            folder is null || !Directory.Exists(Path.Combine(folder, draft)),
            "the JSON schema test suite is not installed"
        );
        var wrong = new List<string>();
        var count = 0;
        foreach (
            var file in Directory.EnumerateFiles(Path.Combine(folder!, draft), "*.json").Order()
        )
        {
            var name = Path.GetFileNameWithoutExtension(file);
            // Formats are asserted here, which the suite does not do; remote schemas and other dialects are not fetched.
            if (name is "format" or "refRemote" or "vocabulary" or "content")
            {
                continue;
            }
            VrlJson.TryParse(File.ReadAllBytes(file), out var groups, out _).ShouldBeTrue(file);
            foreach (var group in groups.Array)
            {
                var schema = Field(group, "schema");
                if (schema.IsObject && !schema.Object.Contains("$schema"))
                {
                    var copy = schema.Object.Copy();
                    copy.Set("$schema", dialect);
                    schema = Value.From(copy);
                }
                if (
                    VrlJson.Write(schema).Contains("localhost:1234", StringComparison.Ordinal)
                    && NeedsMore(schema)
                )
                {
                    continue;
                }
                if (!SchemaDocument.TryRead(schema, out var document, out var error))
                {
                    if (!error.Contains("json-schema.org", StringComparison.Ordinal))
                    {
                        wrong.Add($"{name}: {Field(group, "description").Text}: {error}");
                    }
                    continue;
                }
                foreach (var test in Field(group, "tests").Array)
                {
                    count++;
                    var reason = SchemaValidator.Validate(
                        document!,
                        Field(test, "data"),
                        out var errors
                    );
                    if (reason is not null || errors.Count == 0 != Field(test, "valid").Boolean)
                    {
                        wrong.Add(
                            $"{name}: {Field(group, "description").Text}: {Field(test, "description").Text} {reason}"
                        );
                    }
                }
            }
        }
        count.ShouldBeGreaterThan(300);
        wrong.ShouldBeEmpty();
    }

    private static bool NeedsMore(Value schema) => !SchemaDocument.TryRead(schema, out _, out _);

    private static Value Field(Value value, string name) =>
        value.Object.TryGet(name, out var field) ? field : Value.Null;
}
