using Freshet.Vrl;
using Freshet.Vrl.JsonSchema;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Types;

public sealed class ValidateJsonSchemaTests
{
    private const string Email =
        """{"properties": {"user": {"type": "string", "format": "email"}}}""";

    [Theory]
    [InlineData(Email, """{"user": "a@example.com"}""", "true")]
    [InlineData(
        Email,
        """{"user": "nobody"}""",
        "JSON schema validation failed: \"nobody\" is not a \"email\" at /user"
    )]
    [InlineData(Email, "{", "Invalid JSON: EOF while parsing an object at line 1 column 1")]
    [InlineData(
        """{"format": "my-own"}""",
        "1",
        "Failed to compile schema: Unknown format: 'my-own'. Adjust configuration to ignore unrecognized formats"
    )]
    [InlineData(
        """{"type": ["string", "null"], "minimum": 3}""",
        "2",
        "JSON schema validation failed: 2 is not of types \"string\", \"null\" at /, 2 is less than the minimum of 3 at /"
    )]
    [InlineData(
        """{"required": ["a/b"], "additionalProperties": false}""",
        """{"c": 1}""",
        "JSON schema validation failed: \"a/b\" is a required property at /, Additional properties are not allowed ('c' was unexpected) at /"
    )]
    [InlineData(
        """{"items": {"properties": {"a~/b": {"maxLength": 1}}}}""",
        """[{"a~/b": "xy"}]""",
        "JSON schema validation failed: \"xy\" is longer than 1 character at /0/a~0~1b"
    )]
    [InlineData("""{"enum": [1, "a"]}""", "1.0", "true")]
    [InlineData(
        """{"enum": [1, "a", 2]}""",
        "3",
        "JSON schema validation failed: 3 is not one of 1, \"a\" or 2 at /"
    )]
    [InlineData("""{"multipleOf": 0.1}""", "0.3", "true")]
    [InlineData(
        """{"uniqueItems": true}""",
        "[1, 1.0]",
        "JSON schema validation failed: [1,1.0] has non-unique elements at /"
    )]
    [InlineData(
        """{"$ref": "#/$defs/a", "$defs": {"a": {"const": 1}}}""",
        "2",
        "JSON schema validation failed: 1 was expected at /"
    )]
    [InlineData(
        """{"$ref": "#/nowhere"}""",
        "2",
        "Failed to compile schema: Resource '#/nowhere' is not present in the schema"
    )]
    [InlineData(
        """{"pattern": "(?=a)"}""",
        "2",
        "Failed to compile schema: \"(?=a)\" is not a \"regex\""
    )]
    [InlineData(
        """{"minLength": "a"}""",
        "2",
        "Failed to compile schema: \"a\" is not of type \"integer\""
    )]
    [InlineData("[]", "2", "Failed to compile schema: [] is not of types \"boolean\", \"object\"")]
    [InlineData("""{"$ref": "#"}""", "2", "JSON schema validation was given up: it goes too deep")]
    public void Values_are_checked_by_a_schema(string schema, string json, string expected)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "schema.json"), schema);
            var compiled = VrlCompiler.Compile(
                "validate_json_schema!(string!(.json), \"schema.json\")",
                new CompileOptions { BaseFolder = folder, EnableAllFunctions = true }
            );
            var result = Programs.Run(compiled.Program!, $$"""{"json": {{VrlJson.Write(json)}}}""");
            Unlocated(result).ShouldBe(expected);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Schemas_that_double_the_work_come_to_an_end()
    {
        var definitions = string.Join(
            ", ",
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    $$"""
                        "d{{i}}": {"allOf": [{"$ref": "#/$defs/d{{i + 1}}"}, {"$ref": "#/$defs/d{{i
                            + 1}}"}]}
                        """
                )
        );
        SchemaDocument
            .TryRead(
                Json.Read(
                    $$"""{"$ref": "#/$defs/d0", "$defs": { {{definitions}}, "d60": true} }"""
                ),
                out var document,
                out var error
            )
            .ShouldBeTrue(error);
        SchemaValidator
            .Validate(document!, Value.From(1L), out _)
            .ShouldBe("it takes too many steps");
    }

    [Theory]
    [InlineData("date", "2024-02-29", "2023-02-29")]
    [InlineData("date-time", "1998-12-31T23:59:60Z", "1998-12-31T22:59:60Z")]
    [InlineData("time", "01:29:60+01:30", "24:00:00Z")]
    [InlineData("duration", "P3Y6M4DT12H30M5S", "P1D2H")]
    [InlineData("duration", "P2W", "P")]
    [InlineData("email", "\"joe bloggs\"@example.com", "a..b@example.com")]
    [InlineData("email", "a@[127.0.0.1]", "a@[127.0.0.300]")]
    [InlineData("hostname", "www.example.com", "-a.example")]
    [InlineData("idn-hostname", "실례.테스트", "a b.example")]
    [InlineData("ipv4", "192.168.0.1", "192.168.00.1")]
    [InlineData("ipv6", "::ffff:192.168.0.1", "::1%eth0")]
    [InlineData("uri", "http://foo.bar/?q=Test%20URL-encoded%20stuff", "//foo.bar")]
    [InlineData("uri", "urn:oasis:names", "http:// shouldfail.com")]
    [InlineData("uri-reference", "/abc", "\\\\WINDOWS\\fileshare")]
    [InlineData("iri", "http://ƒøø.ßår/?∂éœ=πîx", "/abc")]
    [InlineData(
        "uri-template",
        "http://example.com/{term:1}/{term}",
        "http://example.com/{term:1}/{term"
    )]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08aa9811eab4aa73b441d16380")]
    [InlineData("json-pointer", "/foo/bar~0/baz~1/%a", "/foo/bar~")]
    [InlineData("relative-json-pointer", "1/foo", "01/a")]
    [InlineData("regex", "^[a-z]+$", "^(abc]")]
    public void Formats_are_asserted(string format, string right, string wrong)
    {
        SchemaFormats.IsMatch(format, right).ShouldBeTrue();
        SchemaFormats.IsMatch(format, wrong).ShouldBeFalse();
    }

    [Fact]
    public void Any_text_may_be_of_a_format() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap
                    .Default.ArbFor<char>()
                    .Generator.Or(Gen.Elements("@[]:/.-{}%T0123456789Pxn".ToCharArray()))
                    .ArrayOf()
                    .Select(characters => new string(characters))
                    .ToArbitrary(),
                text =>
                {
                    foreach (
                        var format in (string[])
                            [
                                "date",
                                "date-time",
                                "time",
                                "duration",
                                "email",
                                "idn-email",
                                "hostname",
                                "idn-hostname",
                                "ipv4",
                                "ipv6",
                                "uri",
                                "iri-reference",
                                "uri-template",
                                "regex",
                                "json-pointer",
                            ]
                    )
                    {
                        _ = SchemaFormats.IsMatch(format, text);
                    }
                }
            )
        );

    private static string Unlocated(string message) =>
        message.Contains("): ", StringComparison.Ordinal)
        && message.StartsWith("function call error", StringComparison.Ordinal)
            ? message[(message.IndexOf("): ", StringComparison.Ordinal) + 3)..]
            : message;
}
