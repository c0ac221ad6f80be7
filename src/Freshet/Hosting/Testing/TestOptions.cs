using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Events.Parsing;
using Freshet.Pipelines;
using Freshet.Toml;

namespace Freshet.Hosting.Testing;

/// <summary>
/// A test of transformers, which <c>freshet test</c> runs (<c>docs/testing.md</c>): an input, the transformers that it goes through, and what is expected to come out. A server reads tests and tells what is wrong with them, and
/// runs none.
/// </summary>
internal sealed class TestOptions : ICheckOptions
{
    /// <summary>How many events an input may hold: a test is read by people.</summary>
    private const int MostEvents = 1000;

    private const int LargestInput = 16 << 20;

    /// <summary>What it shows, in a few words; each has its own.</summary>
    [Required(ErrorMessage = "add name = \"a push becomes a change\"")]
    [MinLength(1)]
    [MaxLength(200)]
    public string Name { get; set; } = "";

    /// <summary>The transformers, in order, as a source or sink names them.</summary>
    public List<Reference> TransformerRefs { get; set; } = [];

    /// <summary>The event that comes in, or several: a text that <c>input_parser</c> reads, or TOML that stands for JSON. Either this or <c>input_file</c>.</summary>
    public WrittenContent? Input { get; set; }

    /// <summary>A file to read it from; relative to the configuration file.</summary>
    public string? InputFile { get; set; }

    /// <summary>How the input is read. <c>auto</c>, the default, is JSON, and for a file what its extension says.</summary>
    public ContentFormat InputParser { get; set; } = ContentFormat.Auto;

    /// <summary>The headers of the events, as a source would keep them.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>The metadata of the events. <c>context.source</c> in it is <c>{root_url}?source=cli-transform</c> where it is not given, as with <c>freshet transform</c>.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>What is expected of the events that come out: as many as there are, in their order.</summary>
    public List<TestExpectation> Expect { get; set; } = [];

    /// <summary>The bodies of the events that come in.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> Inputs { get; private set; } = [];

    /// <summary>Where it stands.</summary>
    internal Location? Place { get; private set; }

    public void Check(OptionsScope scope)
    {
        Place = scope.At("name");
        CheckInput(scope);
        if (Expect.Count == 0)
        {
            scope.Error(
                "expect",
                "a test that expects nothing shows nothing",
                "where nothing should come out, write expect = [{ no_event = true }]"
            );
        }
        else if (Expect.Count > 1 && Expect.Exists(expectation => expectation.IsOfAll))
        {
            scope.Error(
                "expect",
                "no_event and rejected_with stand alone: nothing can come beside"
            );
        }
    }

    private void CheckInput(OptionsScope scope)
    {
        if (scope.Written("input") is not null && scope.Written("input_file") is not null)
        {
            scope.Error("input_file", "both input and input_file are given", "remove one");
        }
        else if (!scope.IsGiven("input"))
        {
            scope.Error("name", "a test needs an input", "add input or input_file");
        }
        else if (InputFile is { } file)
        {
            ReadFile(scope, file);
        }
        else if (Input is { } written)
        {
            Take(scope, "input", written.Parse(InputParser, MostEvents));
        }
    }

    private void ReadFile(OptionsScope scope, string file)
    {
        var at = scope.At("input_file");
        var folder = at.Line == 0 ? "." : Path.GetDirectoryName(Path.GetFullPath(at.Origin))!;
        var path = file.Length == 0 ? "" : Path.Combine(folder, file);
        if (!scope.Reader.TryReadFile(path, LargestInput, out var utf8, out var fault))
        {
            scope.Error("input_file", $"the file \"{path}\" {fault}");
            return;
        }
        var format =
            InputParser == ContentFormat.Auto
                ? ContentFormats.OfFile(file) ?? ContentFormat.Json
                : InputParser;
        Take(scope, "input_file", ContentParser.Parse(format, utf8, MostEvents));
    }

    private void Take(OptionsScope scope, string key, ParsedContent content)
    {
        Inputs = content.Bodies;
        if (content.Fault is { } fault)
        {
            scope.Error(key, $"{key}: {fault}");
        }
    }
}
