using System.Reflection;

namespace Freshet.Dashboard.Page;

/// <summary>The files of the page: what Vite made of <c>clients/dashboard</c> and the build put into the program, where there was Node.js.</summary>
internal sealed class PageFiles
{
    /// <summary>What the names of resources begin with; paths below <c>dist</c> follow.</summary>
    private const string Prefix = "page/";

    private const string Index = "index.html";

    /// <summary>By their names alone: those of assets hold a sum of their content.</summary>
    private readonly Dictionary<string, PageFile> assets = new(StringComparer.Ordinal);

    /// <param name="files">Paths below <c>dist</c> and contents.</param>
    public PageFiles(IEnumerable<(string Path, byte[] Content)> files)
    {
        foreach (var (path, content) in files)
        {
            if (path == Index)
            {
                Page = new(path, content);
            }
            else
            {
                assets[path[(path.LastIndexOf('/') + 1)..]] = new(path, content);
            }
        }
    }

    /// <summary>The page; null where it was not built.</summary>
    public PageFile? Page { get; }

    /// <summary>Another file of it; null where there is none of that name.</summary>
    public PageFile? Find(string name) => assets.GetValueOrDefault(name);

    /// <summary>Those of this program.</summary>
    public static PageFiles Embedded()
    {
        var assembly = typeof(PageFiles).Assembly;
        return new(
            assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                // Where it was built on Windows, folders are separated as there.
                .Select(name => (name[Prefix.Length..].Replace('\\', '/'), Read(assembly, name)))
        );
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
