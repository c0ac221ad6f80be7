using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.Tls;

/// <summary>PEM text (RFC 7468): the path of a file, relative to the file that names it, or the text itself where it comes from a variable.</summary>
internal sealed class PemText : IReadFromToml<PemText>
{
    private const int LargestFile = 1 << 20;
    private const string Opening = "-----BEGIN ";

    private PemText(string text, string source)
    {
        Text = text;
        Source = source;
    }

    public static string Shape => "path of a PEM file";

    public string Text { get; }

    /// <summary>How messages call it: the path, or <c>the text</c>.</summary>
    public string Source { get; }

    public static PemText? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "a PEM file") is not { } written)
        {
            return null;
        }
        if (written.Contains(Opening, StringComparison.Ordinal))
        {
            // It may be a private key.
            reader.Secrets.Add(value);
            return new(written, "the text");
        }
        try
        {
            var path = Path.Combine(Folder(value.Location), written);
            reader.NoteFile(path);
            if (new FileInfo(path).Length > LargestFile)
            {
                reader.Error(value.Location, $"{path} is larger than 1 MiB");
                return null;
            }
            var text = File.ReadAllText(path);
            if (text.Contains(Opening, StringComparison.Ordinal))
            {
                return new(text, path);
            }
            reader.Error(
                value.Location,
                $"{path} is not a PEM file",
                "PEM is text with lines such as -----BEGIN CERTIFICATE-----; convert with openssl x509 or openssl pkcs12"
            );
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            reader.Error(value.Location, $"the PEM file cannot be read: {fault.Message}");
        }
        return null;
    }

    /// <summary>The folder of the configuration file; the working folder for what was set from outside of one.</summary>
    private static string Folder(Location location) =>
        location.Line == 0 ? "." : Path.GetDirectoryName(Path.GetFullPath(location.Origin)) ?? ".";
}
