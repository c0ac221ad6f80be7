using System.Reflection;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Terraform.Mapping;

/// <summary>What the calls in clouds' audit logs change, from the files that are built in and the user's own. Once built it is only read, by any thread.</summary>
internal sealed class ApiCallMap
{
    /// <summary>The largest mapping file in bytes: far more than all calls of a cloud take.</summary>
    public const int MaxFile = 1 << 20;

    private const string Folder = "data/";

    private static readonly Lazy<ApiCallMap> builtIn = new(() => Build(BuiltInFiles(), []));

    private readonly IReadOnlyDictionary<CloudProvider, ProviderCalls> providers;
    private readonly IReadOnlyDictionary<(CloudProvider, string), string> titles;

    private ApiCallMap(MappingReader reader) =>
        (providers, titles) = (reader.Providers, reader.Titles);

    /// <summary>The built-in files alone.</summary>
    public static ApiCallMap BuiltIn => builtIn.Value;

    /// <summary>All mapped calls of a provider, in the order of the files; one that was replaced stands in its old place.</summary>
    public IEnumerable<ApiCall> Calls(CloudProvider provider) =>
        providers[provider].Services.Values.SelectMany(service => service.Calls);

    /// <summary>The patterns of names that only read, in every service of the provider.</summary>
    public IReadOnlyList<string> ReadOnlyPatterns(CloudProvider provider) =>
        providers[provider].Any.Patterns;

    /// <summary>Exact names that only read, with their service; <c>*</c> where it is any.</summary>
    public IEnumerable<(string Service, string Name)> ReadOnlyNames(CloudProvider provider) =>
        providers[provider]
            .Services.SelectMany(service =>
                service.Value.Named(CallKind.ReadOnly).Select(name => (service.Key, name))
            )
            .Concat(providers[provider].Any.Named(CallKind.ReadOnly).Select(name => ("*", name)));

    /// <summary>The heading of a group of calls.</summary>
    public string TitleOf(CloudProvider provider, string group) =>
        titles.GetValueOrDefault((provider, group)) ?? group;

    /// <summary>
    /// What is known of a call. Names are found by their hash; one that no file names is compared with the few patterns of names that only read.
    /// </summary>
    /// <param name="provider">Whose audit log it is.</param>
    /// <param name="service">The service as that log names it; for Azure it is taken from the name.</param>
    /// <param name="name">The call's name as that log has it.</param>
    public CallFinding Find(CloudProvider provider, string service, string name)
    {
        var calls = providers[provider];
        var key = provider == CloudProvider.Azure ? ProviderNames.ServiceOf(name) : service;
        calls.Services.TryGetValue(key, out var own);
        if ((own?.Exactly(name) ?? calls.Any.Exactly(name)) is { } finding)
        {
            return finding;
        }
        return own?.OnlyReads(name) == true || calls.Any.OnlyReads(name)
            ? new(CallKind.ReadOnly)
            : new(CallKind.Unknown);
    }

    /// <summary>The built-in files, and over them the user's own, whose calls are added or take a built-in one's place.</summary>
    /// <param name="paths">The user's files, in their order.</param>
    /// <param name="diagnostics">Receives every mistake in them.</param>
    /// <returns>What could be read; nothing is missing where no error was told.</returns>
    public static ApiCallMap Load(IEnumerable<string> paths, ICollection<Diagnostic> diagnostics)
    {
        var files = BuiltInFiles();
        foreach (var path in paths)
        {
            if (ConfigurationFile.TryRead(path, MaxFile, out var content, out var error))
            {
                files.Add((path, content));
            }
            else
            {
                diagnostics.Add(
                    new(Severity.Error, $"the mapping file \"{path}\" {error}", new Location(path))
                );
            }
        }
        return Build(files, diagnostics);
    }

    /// <summary>Reads the files, each over those before it; never throws, whatever the bytes.</summary>
    public static ApiCallMap Build(
        IEnumerable<(string Origin, byte[] Content)> files,
        ICollection<Diagnostic> diagnostics
    )
    {
        var reader = new MappingReader(diagnostics);
        foreach (var (origin, content) in files)
        {
            reader.Read(origin, content);
        }
        return new(reader);
    }

    /// <summary>The files that are part of the binary, by the name they have in the repository.</summary>
    public static List<(string Origin, byte[] Content)> BuiltInFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new List<(string, byte[])>();
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files.Add((name, content));
        }
        return files;
    }
}
