using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Freshet.Sinks.Folder;

/// <summary>
/// The name of an event's file. It is the event's id, percent-encoded as in a URL wherever a character could mean something to a file system, a shell or
/// an editor, and the same for the same id always. Two ids have two names, also where case makes no difference to the file system: capital letters are
/// encoded too. An id whose encoding has more than 180 characters keeps the start of it, <c>~</c>, and a SHA-256 of the whole.
/// </summary>
internal static class EventFileName
{
    public const string Extension = ".json";

    /// <summary>File systems allow 255 bytes; the extension and the mark of an unfinished file come beside this.</summary>
    private const int Longest = 180;

    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-_.@#+=,"
    );

    /// <summary>A name that starts so is a hidden file, a folder, or an option of a command.</summary>
    private static readonly SearchValues<char> PlainFirst = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789_"
    );

    /// <summary>What Windows takes for a device, whatever follows the first full stop.</summary>
    private static readonly HashSet<string> Devices =
    [
        "con",
        "prn",
        "aux",
        "nul",
        .. Enumerable.Range(0, 10).SelectMany(port => new[] { $"com{port}", $"lpt{port}" }),
    ];

    /// <summary>The name of the finished file: <c>018f….json</c>.</summary>
    public static string Of(string id) => Encode(id) + Extension;

    /// <summary>The name while it is being written: no finished file's name begins so.</summary>
    public static string Unfinished(string name) => $".{name}.part";

    private static string Encode(string id)
    {
        var name = new StringBuilder(id.Length + 16);
        for (var rest = id.AsSpan(); !rest.IsEmpty; )
        {
            var allowed = name.Length == 0 ? PlainFirst : Plain;
            if (allowed.Contains(rest[0]) && !(name.Length == 0 && IsDevice(id)))
            {
                name.Append(rest[0]);
                rest = rest[1..];
                continue;
            }
            rest = rest[AppendEncoded(name, rest)..];
        }
        if (name.Length is > 0 and <= Longest)
        {
            return name.ToString();
        }
        var hash = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.ASCII.GetBytes(name.ToString()))
        );
        return $"{Start(name.ToString())}~{hash}";
    }

    /// <summary>As much of a long name as leaves room for the hash, without a code that is cut in two.</summary>
    private static string Start(string name)
    {
        var start = name[..Math.Min(name.Length, Longest - HashLength - 1)];
        var code = start.LastIndexOf('%');
        return code >= start.Length - "%uD80".Length && code >= 0 ? start[..code] : start;
    }

    private static bool IsDevice(string id) => Devices.Contains(id.Split('.', 2)[0]);

    /// <summary>Appends the code of the first character, and returns how many UTF-16 units it has.</summary>
    private static int AppendEncoded(StringBuilder name, ReadOnlySpan<char> text)
    {
        if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done)
        {
            // Half of a surrogate pair has no UTF-8; it is no letter in hexadecimal digits, so this is no other text's code.
            name.Append($"%u{(int)text[0]:X4}");
            return 1;
        }
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var code in utf8[..rune.EncodeToUtf8(utf8)])
        {
            name.Append($"%{code:X2}");
        }
        return length;
    }
}
