using System.Text;
using Freshet.Configuration;
using Freshet.Http.Headers;
using Freshet.Toml;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shouldly;

namespace Freshet.Tests.Http.Headers;

/// <summary>Header rules read from TOML, as a user writes them.</summary>
internal sealed class RulesText
{
    private readonly List<Diagnostic> diagnostics = [];

    private RulesText(string toml, Func<string, string?> environment, bool isDisabled)
    {
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "freshet.toml", diagnostics);
        Reader = new OptionsReader(diagnostics, environment) { IsDisabled = isDisabled };
        Rules = Find(table) is { } headers ? HeaderRules.Read(headers, Reader) : HeaderRules.None;
    }

    public HeaderRules? Rules { get; }

    public OptionsReader Reader { get; }

    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public static RulesText Read(
        string toml,
        Func<string, string?>? environment = null,
        bool isDisabled = false
    ) => new(toml, environment ?? (_ => null), isDisabled);

    /// <summary>The rules of text that must be without mistakes.</summary>
    public static HeaderRules Good(string toml, Func<string, string?>? environment = null)
    {
        var text = Read(toml, environment);
        text.Diagnostics.Select(diagnostic => diagnostic.Render()).ShouldBeEmpty();
        return text.Rules.ShouldNotBeNull();
    }

    /// <summary>The one mistake of the text.</summary>
    public static Diagnostic Mistake(string toml, Func<string, string?>? environment = null)
    {
        var diagnostic = Read(toml, environment).Diagnostics.ShouldHaveSingleItem();
        diagnostic.Location.ShouldNotBeNull().Line.ShouldBePositive();
        return diagnostic;
    }

    public static IHeaderDictionary Sent(params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = StringValues.Concat(dictionary[name], value);
        }
        return dictionary;
    }

    /// <summary>The value of the first <c>headers</c>, however deep it stands.</summary>
    private static TomlValue? Find(TomlTable table) =>
        table.Find("headers")?.Value
        ?? table
            .Properties.Select(property => property.Value)
            .OfType<TomlTable>()
            .Select(Find)
            .FirstOrDefault(found => found is not null);
}
