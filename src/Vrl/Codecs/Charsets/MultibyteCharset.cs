using System.Buffers;
using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>
/// A charset of one byte or several for a character, of which the single bytes below 0x80 are ASCII. The framework has the tables; which bytes belong
/// together, above all where they are wrong, is as the standard says.
/// </summary>
/// <param name="decoding">The code page that knows what the bytes of one character are.</param>
/// <param name="encoding">The code page to encode with.</param>
internal abstract class MultibyteCharset(Encoding decoding, Encoding encoding) : Charset
{
    private const char Unknown = '\uFFFD';
    private const int AsciiEnd = 0x80;

    public sealed override string Decode(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder(data.Length);
        while (!data.IsEmpty)
        {
            if (data[0] < AsciiEnd)
            {
                text.Append((char)data[0]);
                data = data[1..];
            }
            else
            {
                data = data[Take(data, text)..];
            }
        }
        return text.ToString();
    }

    public sealed override byte[] Encode(string text) => encoding.GetBytes(text);

    /// <summary>Appends the character at the start, which is no ASCII, or U+FFFD; gives how many bytes that takes.</summary>
    protected abstract int Take(ReadOnlySpan<byte> data, StringBuilder text);

    /// <summary>Appends the character of these bytes. If there is none, an ASCII byte at their end stays for itself.</summary>
    protected int TakeCharacter(ReadOnlySpan<byte> bytes, StringBuilder text) =>
        TakeCharacter(bytes, decoding, text);

    /// <inheritdoc cref="TakeCharacter(ReadOnlySpan{byte}, StringBuilder)"/>
    protected int TakeCharacter(ReadOnlySpan<byte> bytes, Encoding page, StringBuilder text)
    {
        if (TryDecode(bytes, page, out var character))
        {
            text.Append(Correct(character));
            return bytes.Length;
        }
        text.Append(Unknown);
        return bytes[^1] < AsciiEnd ? bytes.Length - 1 : bytes.Length;
    }

    /// <summary>Whether the standard, too, gives a character of private use for these bytes.</summary>
    protected virtual bool HasPrivateUse => false;

    /// <summary>The character that the standard has where the framework has this one.</summary>
    protected virtual string Correct(string character) => character;

    /// <summary>Appends U+FFFD for so many bytes.</summary>
    protected static int TakeUnknown(int count, StringBuilder text)
    {
        text.Append(Unknown);
        return count;
    }

    protected static bool IsBetween(byte one, int first, int last) => one >= first && one <= last;

    private bool TryDecode(ReadOnlySpan<byte> bytes, Encoding page, out string character)
    {
        // What it does not know the framework writes as U+FFFD, a question mark, or the middle dot of katakana.
        character = page.GetString(bytes);
        return Rune.DecodeFromUtf16(character, out var rune, out var length) == OperationStatus.Done
            && length == character.Length
            && rune.Value is not ('?' or Unknown)
            && (rune.Value != '・' || bytes.SequenceEqual(page.GetBytes(character)))
            && (HasPrivateUse || rune.Value is < 0xE000 or > 0xF8FF);
    }
}
