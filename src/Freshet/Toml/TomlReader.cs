using System.Text;
using System.Text.Unicode;

namespace Freshet.Toml;

/// <summary>Reads TOML 1.0.0 (https://toml.io/en/v1.0.0), strictly.</summary>
internal static class TomlReader
{
    /// <summary>The largest document in bytes. A configuration is a few KiB; more than this is the wrong file.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>How deep tables and arrays may nest, so that whoever walks a document may recurse.</summary>
    public const int MaxDepth = 128;

    /// <summary>After so many errors the rest is not read: the first ones are what helps.</summary>
    public const int MaxErrors = 20;

    /// <summary>Reads a document; never throws, whatever the bytes.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="origin">What a <see cref="Location"/> calls it: the path as the user gave it.</param>
    /// <param name="diagnostics">
    /// Receives every error that was found, at most <see cref="MaxErrors"/>; where it stays empty the document is valid.
    /// </param>
    /// <returns>The root table; after errors, what could be read.</returns>
    public static TomlTable Read(
        ReadOnlySpan<byte> utf8,
        string origin,
        ICollection<Diagnostic> diagnostics
    )
    {
        var refusal = Refuse(utf8, origin);
        if (refusal is not null)
        {
            diagnostics.Add(refusal);
            return new TomlTable(new Location(origin));
        }

        var text = Encoding.UTF8.GetString(
            utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[3..] : utf8
        );
        return new TomlParser(new TomlScanner(new SourceText(origin, text), diagnostics)).Read();
    }

    /// <summary>Why the bytes are not a text to begin with; null where they are.</summary>
    private static Diagnostic? Refuse(ReadOnlySpan<byte> utf8, string origin)
    {
        if (utf8.Length > MaxBytes)
        {
            return new Diagnostic(
                Severity.Error,
                "the document is larger than 16 MiB",
                new Location(origin),
                "is this the right file?"
            );
        }
        if (
            utf8.StartsWith(Encoding.Unicode.Preamble)
            || utf8.StartsWith(Encoding.BigEndianUnicode.Preamble)
        )
        {
            return new Diagnostic(
                Severity.Error,
                "the document is UTF-16, not UTF-8",
                new Location(origin),
                "save the file as UTF-8"
            );
        }
        return Utf8.IsValid(utf8) ? null : NotUtf8(utf8, origin);
    }

    private static Diagnostic NotUtf8(ReadOnlySpan<byte> utf8, string origin)
    {
        var at = 0;
        while (
            Rune.DecodeFromUtf8(utf8[at..], out _, out var length)
            == System.Buffers.OperationStatus.Done
        )
        {
            at += length;
        }

        // Each bad sequence counts as one character: it is shown as one replacement character.
        var text = Encoding.UTF8.GetString(utf8);
        var index = Encoding.UTF8.GetCharCount(utf8[..at]);
        if (text.StartsWith('\uFEFF'))
        {
            text = text[1..];
            index--;
        }
        return new Diagnostic(
            Severity.Error,
            $"the byte 0x{utf8[at]:x2} is not part of valid UTF-8",
            new SourceText(origin, text).At(index, index + 1),
            "save the file as UTF-8"
        );
    }
}
