using System.Diagnostics;
using System.Text;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

/// <summary>Whatever a parser is given, it ends soon with a value or a failure.</summary>
public sealed class ParserRobustnessTests
{
    private const int Rounds = 1500;
    private const int LongLength = 100_000;

    /// <summary>Many times what the slowest takes; in a time with the square of the length it would not be done.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(5);

    private static readonly string[] fragments =
    [
        " ",
        "\t",
        "\n",
        "\r\n",
        "\"",
        "'",
        "\\",
        "\\\"",
        "=",
        ":",
        ",",
        "|",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "</",
        "<!--",
        "&#x41;",
        "&",
        "%",
        "%41",
        "-",
        "#",
        "?",
        "/",
        "*a",
        "&a ",
        "- ",
        "!!",
        "0",
        "1",
        "9223372036854775808",
        "1e400",
        ".5",
        "a",
        "é",
        "😀",
        "\0",
        "\u2028",
        "\uFEFF",
        "null",
        "xn--a",
    ];

    private static readonly string[] repeated =
    [
        "a ",
        "a",
        " ",
        "\n",
        "\"",
        "\\",
        "\\\"",
        "'",
        "a=",
        "a=\"b\" ",
        "=",
        "[",
        "]",
        "{",
        "{\"a\":",
        "<a>",
        "<a ",
        "<!--",
        "&lt;",
        "<13>",
        "- ",
        "? ",
        "a: ",
        "%41",
        "&a=1",
        ".",
        ",",
        "1",
        "1s",
        "-",
        "|",
        "\u009F",
        "é",
        "[a b=\"c\"]",
        ":a=>",
    ];

    public static TheoryData<string> Names => [.. SeededParsers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_text_is_taken(string name)
    {
        var parser = SeededParsers.Named(name);
        var random = new System.Random(name.Length * 31);
        for (var round = 0; round < Rounds; round++)
        {
            var text = round % 3 == 0 ? Invent(random) : Change(random, parser.Seeds);
            parser.Read(parser.BytesOf(text)).IsMissing.ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_bytes_are_taken(string name)
    {
        var parser = SeededParsers.Named(name);
        var random = new System.Random(name.Length * 37);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = parser.BytesOf(Change(random, parser.Seeds));
            for (var i = random.Next(4); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            parser.Read(bytes).IsMissing.ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Long_texts_take_no_long_time(string name)
    {
        var parser = SeededParsers.Named(name);
        foreach (var seed in parser.Seeds)
        {
            Time(parser, seed, Repeat(seed));
            Time(parser, $"lines of {seed}", Repeat(seed + "\n"));
            foreach (var part in repeated)
            {
                var (half, long_) = (seed.Length / 2, Repeat(part));
                Time(parser, $"{part} before {seed}", long_ + seed);
                Time(parser, $"{part} in {seed}", seed[..half] + long_ + seed[half..]);
                Time(parser, $"{part} after {seed}", seed + long_);
            }
        }
    }

    private static void Time(SeededParser parser, string what, string text)
    {
        var bytes = parser.BytesOf(text);
        var start = Stopwatch.GetTimestamp();
        parser.Read(bytes).IsMissing.ShouldBeFalse();
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(longest, what);
    }

    private static string Repeat(string part) =>
        string.Concat(Enumerable.Repeat(part, LongLength / part.Length));

    private static string Invent(System.Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(16); i >= 0; i--)
        {
            text.Append(fragments[random.Next(fragments.Length)]);
        }
        return text.ToString();
    }

    private static string Change(System.Random random, string[] seeds)
    {
        var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
        for (var i = random.Next(4); i >= 0; i--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(5), text.Length - at));
                    break;
                case 1:
                    text.Length = at;
                    break;
                case 2:
                    var other = seeds[random.Next(seeds.Length)];
                    text.Insert(at, other[random.Next(other.Length)..]);
                    break;
                default:
                    text.Insert(at, fragments[random.Next(fragments.Length)]);
                    break;
            }
        }
        return text.ToString();
    }
}
