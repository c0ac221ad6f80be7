using Freshet.Vrl;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Events.Parsing;

/// <summary>Reads XML and YAML with the functions that programs have for them, so that both see the same documents, within the same limits.</summary>
internal static class MarkupReader
{
    private const string Field = "text";

    private static readonly Lazy<VrlProgram> Xml = new(() =>
        Compile(
            """parse_xml!(.text, text_key: "#text", parse_bool: false, parse_null: false, parse_number: false)"""
        )
    );

    private static readonly Lazy<VrlProgram> Yaml = new(() => Compile("parse_yaml!(.text)"));

    public static ParsedContent ReadXml(string text) => ParsedContent.Of(Read(Xml.Value, text));

    public static ParsedContent ReadYaml(string text) => ParsedContent.Of(ReadYamlValue(text));

    /// <summary>A document that is part of another text.</summary>
    public static JsonReading ReadYamlValue(string text) => Read(Yaml.Value, text);

    private static JsonReading Read(VrlProgram program, string text)
    {
        var root = new VrlObject(1);
        root.Set(Field, text);
        var (@event, metadata) = (Value.From(root), Value.From(new VrlObject(0)));
        var run = program.Run(ref @event, ref metadata);
        return run.Failure is { } failure
            ? JsonReading.Failed(new(Reason(failure.Message ?? "cannot be read")))
            // Written and read again, for it to hold to the limits of all other JSON.
            : JsonText.Read(System.Text.Encoding.UTF8.GetBytes(VrlJson.Write(run.Value)));
    }

    /// <summary>Without the place in the program, which nobody sees.</summary>
    private static string Reason(string message)
    {
        const string end = "): ";
        var at = message.StartsWith("function call error", StringComparison.Ordinal)
            ? message.IndexOf(end, StringComparison.Ordinal)
            : -1;
        return at < 0 ? message : message[(at + end.Length)..];
    }

    private static VrlProgram Compile(string source) =>
        VrlCompiler
            .Compile(source, new() { Event = Kind.ObjectOf([new(Field, Kind.Bytes)], Kind.Never) })
            .Program
        ?? throw new InvalidOperationException($"does not compile: {source}");
}
