using System.CommandLine;
using System.Reflection;
using System.Text;
using Freshet.Cli.Db;
using Freshet.Cli.Vrl;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Pipelines;
using Freshet.Terraform.Mapping;

namespace Freshet.Cli;

/// <summary><c>freshet docs</c>: prints the reference pages from what the code says of itself.</summary>
internal static class DocsCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new Command("configuration", "Print docs/configuration.md");
        configuration.SetAction(_ =>
        {
            terminal.Output.Write(Configuration(catalog));
            return 0;
        });
        var functions = new Command("vrl-functions", "Print docs/vrl-functions.md");
        functions.SetAction(_ =>
        {
            terminal.Output.Write(FunctionReference.Page());
            return 0;
        });
        var cloudCalls = new Command("cloud-calls", "Print docs/cloud-calls.md");
        cloudCalls.SetAction(_ =>
        {
            terminal.Output.Write(CloudCallsPage.Print(ApiCallMap.BuiltIn));
            return 0;
        });
        var dbSink = new Command("db-sink", "Print docs/db-sink.md");
        dbSink.SetAction(_ =>
        {
            terminal.Output.Write(DbSinkPage.Print());
            return 0;
        });
        var command = new Command("docs", "Print reference pages from the code (./do docs)")
        {
            Hidden = true,
        };
        command.Add(configuration);
        command.Add(functions);
        command.Add(cloudCalls);
        command.Add(dbSink);
        return command;
    }

    /// <summary>The page <c>docs/configuration.md</c>.</summary>
    public static string Configuration(ComponentCatalog catalog)
    {
        var page = new StringBuilder(ConfigurationPage.Introduction);
        var documentation = XmlDocumentation.Of(Assembly.GetExecutingAssembly());
        var reference = new OptionsReference(documentation, page);
        foreach (
            var property in OptionProperty
                .Of(typeof(FreshetOptions))
                .Where(property => property.Foreign is null)
        )
        {
            var item = OptionsReference.ItemOf(property.Type);
            var table = item is null ? $"[{property.Key}]" : $"[[{property.Key}]]";
            reference.Write(item ?? property.Type, table, 2);
        }
        reference.Write(typeof(SourceFlowOptions), "[sources.NAME]", 2);
        Write(catalog.Sources, "[sources.NAME.extractor]");
        page.Append(ConfigurationPage.Transformers);
        Write(catalog.Transformers, "[transformers.NAME]");
        reference.Write(typeof(FlowOptions), "[sinks.NAME]", 2);
        Write(catalog.Sinks, "[sinks.NAME]");
        page.Append(ConfigurationPage.HeaderRules);
        return page.ToString().TrimEnd() + "\n";

        void Write<TContext, TComponent>(
            OrderedDictionary<string, ComponentType<TContext, TComponent>> types,
            string table
        )
        {
            foreach (var type in types.Values)
            {
                reference.Write(type.Options, $"{table} type = \"{type.Name}\"", 3);
            }
        }
    }
}
