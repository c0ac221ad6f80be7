using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Freshet.Configuration;

/// <summary>The <c>///</c> comments of an assembly, from the XML file that the compiler puts beside it.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> summaries;

    private XmlDocumentation(Dictionary<string, XElement> summaries) => this.summaries = summaries;

    /// <summary>Whether the file is there: a program that is published as a single file goes without.</summary>
    public static bool IsThere(Assembly assembly) => File.Exists(PathOf(assembly));

    /// <exception cref="IOException">The file is not there.</exception>
    public static XmlDocumentation Of(Assembly assembly) =>
        new(
            XDocument
                .Load(PathOf(assembly))
                .Descendants("member")
                .Where(member => member.Element("summary") is not null)
                .ToDictionary(
                    member => member.Attribute("name")!.Value,
                    member => member.Element("summary")!
                )
        );

    /// <summary>The summary of a type as Markdown on one line.</summary>
    public string Of(Type type) => Find($"T:{Name(type)}");

    /// <summary>The summary of a property as Markdown on one line.</summary>
    public string Of(PropertyInfo property) =>
        Find($"P:{Name(property.DeclaringType!)}.{property.Name}");

    private static string PathOf(Assembly assembly) =>
        Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");

    private string Find(string member) =>
        summaries.TryGetValue(member, out var summary)
            ? WhiteSpace().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim()
            : "";

    private static string Markdown(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" or "paramref" } reference =>
                $"`{(reference.Attribute("cref") ?? reference.Attribute("name"))!.Value.Split('.')[^1]}`",
            XElement element => string.Concat(element.Nodes().Select(Markdown)),
            _ => "",
        };

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();
}
