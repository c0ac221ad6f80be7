using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Terraform.Mapping;

/// <summary>Reads mapping files, each over those before it, and tells all that is wrong in them.</summary>
internal sealed class MappingReader(ICollection<Diagnostic> diagnostics)
{
    private readonly Dictionary<CloudProvider, ProviderCalls> providers =
        Enum.GetValues<CloudProvider>()
            .ToDictionary(provider => provider, provider => new ProviderCalls(provider));
    private readonly Dictionary<(CloudProvider, string), string> titles = [];

    public IReadOnlyDictionary<CloudProvider, ProviderCalls> Providers => providers;

    /// <summary>The headings of tables, by provider and the table's name.</summary>
    public IReadOnlyDictionary<(CloudProvider, string), string> Titles => titles;

    public void Read(string origin, byte[] content)
    {
        var mistakes = new List<Diagnostic>();
        var table = TomlReader.Read(content, origin, mistakes);
        if (mistakes.Count > 0)
        {
            foreach (var mistake in mistakes)
            {
                diagnostics.Add(mistake);
            }
            return;
        }
        var file = new OptionsReader(diagnostics, _ => null).Read<MappingFile>(table, "");
        if (file.Provider is not { } provider)
        {
            return;
        }
        AddReadOnly(providers[provider].Any, file.ReadOnly);
        foreach (var name in file.Mutating.Where(IsPattern))
        {
            providers[provider].Any.Set(name.Text, new(CallKind.Unknown));
        }
        var named = new Dictionary<(string, string), Location>();
        foreach (var (group, service) in file.Services)
        {
            ReadService(provider, group, service, named);
        }
    }

    private void ReadService(
        CloudProvider provider,
        string group,
        MappedService service,
        Dictionary<(string, string), Location> named
    )
    {
        if (service.Source.Length == 0)
        {
            return;
        }
        if (service.Title is { } title)
        {
            titles[(provider, group)] = title;
        }
        var calls = providers[provider].Of(service.Source);
        AddReadOnly(calls, service.ReadOnly);
        var changes = new ChangeReader(provider, diagnostics);
        foreach (var (name, written) in service.Calls)
        {
            var read = written.Changes.Select(changes.Read).OfType<CallEffect>().ToList();
            if (read.Count < written.Changes.Count)
            {
                continue;
            }
            var names =
                service.Prefixes.Count == 0
                    ? [name]
                    : service.Prefixes.ConvertAll(prefix => prefix + name);
            var call = new ApiCall(
                provider,
                group,
                service.Source,
                name,
                names,
                read,
                written.Location
            );
            foreach (var full in names)
            {
                if (!named.TryAdd((service.Source, full), written.Location))
                {
                    Tell(
                        written.Location,
                        $"the call {full} of {service.Source} is given twice",
                        $"remove one; the first stands at {named[(service.Source, full)]}"
                    );
                }
                calls.Set(full, new(CallKind.Mapped, call));
            }
        }
    }

    private void AddReadOnly(ServiceCalls calls, IEnumerable<WrittenText> patterns)
    {
        foreach (var pattern in patterns.Where(IsPattern))
        {
            calls.AddReadOnly(pattern.Text);
        }
    }

    private bool IsPattern(WrittenText text)
    {
        var isPattern = NamePattern.IsWellFormed(text.Text);
        if (!isPattern)
        {
            Tell(
                text.Location,
                $"\"{text.Text}\" is neither a call's name nor a pattern of such",
                "letters, digits, dots, slashes, and * for any characters: Describe*"
            );
        }
        return isPattern;
    }

    private void Tell(Location location, string message, string hint) =>
        diagnostics.Add(new(Severity.Error, message, location, hint));
}
