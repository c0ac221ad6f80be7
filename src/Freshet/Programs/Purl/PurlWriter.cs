using System.Globalization;
using System.Text;

namespace Freshet.Programs.Purl;

/// <summary>Writes a package URL part by part, by the rules of the package-url specification (ECMA-427).</summary>
internal sealed class PurlWriter
{
    /// <summary>Types of which the namespace is the same in any case of letters, so that the canonical form has small ones.</summary>
    private static readonly HashSet<string> SmallNamespaces =
    [
        "alpm",
        "apk",
        "bitbucket",
        "composer",
        "deb",
        "github",
        "golang",
        "hex",
        "luarocks",
        "qpkg",
        "rpm",
    ];

    /// <summary>The same for the name.</summary>
    private static readonly HashSet<string> SmallNames =
    [
        "alpm",
        "apk",
        "bitbucket",
        "bitnami",
        "composer",
        "deb",
        "github",
        "golang",
        "hex",
        "luarocks",
        "npm",
        "oci",
        "pub",
        "pypi",
    ];

    private readonly StringBuilder text = new("pkg:");
    private string type = "";

    public bool TryType(string given, out string error)
    {
        type = given.ToLowerInvariant();
        error = "";
        if (type.Length == 0)
        {
            error = "a package URL needs a type";
            return false;
        }
        if (
            !char.IsAsciiLetter(type[0])
            || !type.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+')
        )
        {
            error =
                "the type of a package URL must be of letters, digits, dots, pluses and dashes, and begin with a letter";
            return false;
        }
        text.Append(type).Append('/');
        return true;
    }

    public bool TryName(string @namespace, string name, out string error)
    {
        error = "";
        name = name.Trim('/');
        if (name.Length == 0)
        {
            error = "a package URL needs a name";
            return false;
        }
        if (SmallNamespaces.Contains(type))
        {
            @namespace = @namespace.ToLowerInvariant();
        }
        if (SmallNames.Contains(type))
        {
            name = name.ToLowerInvariant();
        }
        // Either character means the same to these registries.
        if (type == "pypi")
        {
            name = name.Replace('_', '-');
        }
        else if (type == "pub")
        {
            name = name.Replace('-', '_');
        }
        foreach (var segment in @namespace.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            Encode(segment);
            text.Append('/');
        }
        Encode(name);
        return true;
    }

    public void Version(string version)
    {
        if (version.Length > 0)
        {
            text.Append('@');
            Encode(type == "huggingface" ? version.ToLowerInvariant() : version);
        }
    }

    /// <param name="qualifiers">By name in small letters; none is empty.</param>
    /// <param name="error">What is wrong with one of them.</param>
    public bool TryQualifiers(SortedDictionary<string, string> qualifiers, out string error)
    {
        error = "";
        var mark = '?';
        foreach (var (name, value) in qualifiers)
        {
            if (
                name.Length == 0
                || !char.IsAsciiLetter(name[0])
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            )
            {
                error =
                    "the name of a qualifier must be of letters, digits, dots, dashes and underscores, and begin with a letter";
                return false;
            }
            text.Append(mark).Append(name).Append('=');
            Encode(value);
            mark = '&';
        }
        return true;
    }

    public void Subpath(string subpath)
    {
        var mark = '#';
        foreach (var segment in subpath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment is not ("." or ".."))
            {
                text.Append(mark);
                Encode(segment);
                mark = '/';
            }
        }
    }

    public override string ToString() => text.ToString();

    /// <summary>Everything is encoded but letters, digits, <c>. - _ ~</c> and the colon (section "Character encoding").</summary>
    private void Encode(string part)
    {
        foreach (var b in Encoding.UTF8.GetBytes(part))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '~' or ':')
            {
                text.Append(c);
            }
            else
            {
                text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }
    }
}
