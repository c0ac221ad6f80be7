using System.Text;
using Freshet.Configuration;
using Freshet.Toml;
using Shouldly;

namespace Freshet.Tests.Configuration;

/// <summary>What a configuration's text comes to.</summary>
internal sealed class Loaded
{
    private Loaded(TomlTable root, List<Diagnostic> diagnostics, OptionsReader reader)
    {
        Root = root;
        Diagnostics = diagnostics;
        Reader = reader;
    }

    public TomlTable Root { get; }

    public List<Diagnostic> Diagnostics { get; }

    public OptionsReader Reader { get; }

    /// <summary>The messages, with <c>line:column</c> before those that have a place in the text.</summary>
    public IEnumerable<string> Messages =>
        Diagnostics.Select(diagnostic =>
            diagnostic.Location is { Line: > 0 } at
                ? $"{at.Line}:{at.Column} {diagnostic.Message}"
                : diagnostic.Message
        );

    public static Loaded From(
        string toml,
        IReadOnlyDictionary<string, string>? environment = null,
        params IReadOnlyList<string> settings
    ) =>
        From(
            new ConfigurationInput
            {
                Base = new("test.toml", Encoding.UTF8.GetBytes(toml)),
                Environment = environment ?? new Dictionary<string, string>(),
                Settings = settings,
            }
        );

    public static Loaded From(ConfigurationInput input)
    {
        var diagnostics = new List<Diagnostic>();
        var root = ConfigurationLoader.Load(input, diagnostics);
        var reader = new OptionsReader(
            diagnostics,
            name => input.Environment.GetValueOrDefault(name)
        );
        return new(root, diagnostics, reader);
    }

    /// <summary>Reads the options, which must be without a mistake.</summary>
    public T Read<T>()
        where T : class, new()
    {
        var options = Reader.Read<T>(Root, "");
        Messages.ShouldBeEmpty();
        return options;
    }

    /// <summary>Reads the options for what is wrong with them.</summary>
    public IEnumerable<string> Mistakes<T>()
        where T : class, new()
    {
        Reader.Read<T>(Root, "");
        return Messages;
    }

    /// <summary>The merged tree as <c>freshet config</c> prints it.</summary>
    public string Masked()
    {
        using var output = new StringWriter { NewLine = "\n" };
        MaskedToml.Write(Root, Reader.Secrets, output);
        return output.ToString();
    }
}
