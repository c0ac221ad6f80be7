using System.Text;

namespace Freshet.Vrl.Codecs.Idna;

/// <summary>Punycode (RFC 3492): Unicode in the letters, digits and hyphens of domain names.</summary>
internal static class Punycode
{
    public const string Prefix = "xn--";

    private const int Base = 36;
    private const int LowestThreshold = 1;
    private const int HighestThreshold = 26;
    private const int FirstCodePoint = 128;
    private const int FirstBias = 72;

    /// <summary>Names of domains are short: what is longer is refused, since encoding takes a time that grows with the square.</summary>
    private const int LongestLabel = 1000;

    /// <summary>The label without prefix; null where it is too long.</summary>
    public static string? Encode(string label)
    {
        var input = label.EnumerateRunes().Select(rune => rune.Value).ToArray();
        if (input.Length > LongestLabel)
        {
            return null;
        }
        var output = new StringBuilder();
        foreach (var codePoint in input.Where(codePoint => codePoint < FirstCodePoint))
        {
            output.Append((char)codePoint);
        }
        var basic = output.Length;
        if (basic > 0)
        {
            output.Append('-');
        }
        var (delta, bias, last) = (0, FirstBias, FirstCodePoint);
        for (var handled = basic; handled < input.Length; )
        {
            var next = input.Where(codePoint => codePoint >= last).Min();
            // At most 1000 × 0x110000: no overflow.
            delta += (next - last) * (handled + 1);
            last = next;
            foreach (var codePoint in input)
            {
                if (codePoint < last)
                {
                    delta++;
                }
                else if (codePoint == last)
                {
                    AppendNumber(output, delta, bias);
                    bias = Adapt(delta, handled + 1, isFirst: handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            last++;
        }
        return output.ToString();
    }

    /// <summary>The text of a label without prefix; null where it is none.</summary>
    public static string? Decode(string encoded)
    {
        if (encoded.Length > LongestLabel || !Ascii.IsValid(encoded))
        {
            return null;
        }
        var hyphen = encoded.LastIndexOf('-');
        var output = encoded[..Math.Max(0, hyphen)].Select(c => (int)c).ToList();
        var (place, bias) = (0L, FirstBias);
        long codePoint = FirstCodePoint;
        // A hyphen that nothing comes before is no delimiter.
        for (var at = hyphen > 0 ? hyphen + 1 : 0; at < encoded.Length; )
        {
            var before = place;
            if (!TryReadNumber(encoded, ref at, bias, ref place))
            {
                return null;
            }
            var count = output.Count + 1;
            bias = Adapt((int)(place - before), count, isFirst: before == 0);
            codePoint += place / count;
            place %= count;
            if (!Rune.IsValid((int)Math.Min(codePoint, int.MaxValue)))
            {
                return null;
            }
            output.Insert((int)place, (int)codePoint);
            place++;
        }
        var text = new StringBuilder(output.Count);
        foreach (var one in output)
        {
            text.Append(new Rune(one).ToString());
        }
        return text.ToString();
    }

    private static bool TryReadNumber(string encoded, ref int at, int bias, ref long number)
    {
        long weight = 1;
        for (var k = Base; ; k += Base)
        {
            if (at == encoded.Length || !TryDigit(encoded[at++], out var digit))
            {
                return false;
            }
            number += digit * weight;
            if (number > int.MaxValue)
            {
                return false;
            }
            var threshold = Threshold(k, bias);
            if (digit < threshold)
            {
                return true;
            }
            weight *= Base - threshold;
            if (weight > int.MaxValue)
            {
                return false;
            }
        }
    }

    private static void AppendNumber(StringBuilder output, int number, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Threshold(k, bias);
            if (number < threshold)
            {
                output.Append(Digit(number));
                return;
            }
            output.Append(Digit(threshold + ((number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static int Threshold(int k, int bias) =>
        Math.Clamp(k - bias, LowestThreshold, HighestThreshold);

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / 700 : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - LowestThreshold) * HighestThreshold / 2; k += Base)
        {
            delta /= Base - LowestThreshold;
        }
        return k + ((Base - LowestThreshold + 1) * delta / (delta + 38));
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    private static bool TryDigit(char c, out int value)
    {
        value =
            char.IsAsciiDigit(c) ? c - '0' + 26
            : char.IsAsciiLetter(c) ? (c | 0x20) - 'a'
            : Base;
        return value < Base;
    }
}
