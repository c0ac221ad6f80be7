using Freshet.Cli;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Http.Headers;
using Freshet.Pipelines;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class ConfigurationPageTests
{
    [Fact]
    public void Page_in_docs_is_what_the_code_prints() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"))
            .ShouldBe(
                DocsCommand.Configuration(Components.Catalog),
                "print it anew with ./do docs"
            );

    [Fact]
    public void Every_table_and_every_key_is_described()
    {
        var documentation = XmlDocumentation.Of(typeof(Components).Assembly);
        var described = new HashSet<Type>();
        var mute = new List<string>();
        Describe(typeof(FlowOptions));
        foreach (
            var property in OptionProperty
                .Of(typeof(FreshetOptions))
                .Where(property => property.Foreign is null)
        )
        {
            Describe(OptionsReference.ItemOf(property.Type) ?? property.Type);
        }
        var catalog = Components.Catalog;
        foreach (
            var options in catalog
                .Sources.Values.Select(type => type.Options)
                .Concat(catalog.Transformers.Values.Select(type => type.Options))
                .Concat(catalog.Sinks.Values.Select(type => type.Options))
        )
        {
            Describe(options);
        }
        foreach (
            var rule in typeof(HeaderRule)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(HeaderRule)))
        )
        {
            Describe(rule);
        }
        mute.ShouldBeEmpty();
        described.Count.ShouldBeGreaterThan(10);

        void Describe(Type type)
        {
            if (!described.Add(type))
            {
                return;
            }
            if (documentation.Of(type).Length == 0)
            {
                mute.Add(type.Name);
            }
            foreach (var property in OptionProperty.Of(type))
            {
                if (documentation.Of(property.Member).Length == 0)
                {
                    mute.Add($"{type.Name}.{property.Member.Name}");
                }
                var inner = property.Type.IsGenericType
                    ? property.Type.GetGenericArguments()[^1]
                    : property.Type;
                if (
                    inner.IsClass
                    && inner.Assembly == type.Assembly
                    && Array.Find(inner.GetInterfaces(), IsOwnShape) is null
                )
                {
                    Describe(inner);
                }
            }
        }
    }

    private static bool IsOwnShape(Type contract) =>
        contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IReadFromToml<>);

    [Fact]
    public void Headings_name_tables_as_TOML_does()
    {
        var headings = DocsCommand
            .Configuration(Components.Catalog)
            .Split('\n')
            .Where(line => line.StartsWith('#') && line.Contains('`', StringComparison.Ordinal));
        foreach (var heading in headings)
        {
            heading.ShouldMatch(
                "^#+ `(\\[[a-zA-Z_.]+\\]|\\[\\[[a-zA-Z_.]+\\]\\])( type = \"[a-z_]+\")?`$"
            );
        }
    }
}
