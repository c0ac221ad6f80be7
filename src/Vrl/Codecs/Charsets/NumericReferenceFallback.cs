using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>Writes a character that an encoding has not as HTML refers to it: <c>&amp;#8364;</c>.</summary>
internal sealed class NumericReferenceFallback : EncoderFallback
{
    public static NumericReferenceFallback Instance { get; } = new();

    /// <summary>The number of U+10FFFF, and four characters around it.</summary>
    public override int MaxCharCount => 11;

    public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    public static string ReferenceTo(int codePoint) =>
        $"&#{codePoint.ToString(CultureInfo.InvariantCulture)};";

    private sealed class Buffer : EncoderFallbackBuffer
    {
        private string text = "";
        private int next;

        public override int Remaining => text.Length - next;

        public override bool Fallback(char charUnknown, int index) => Start(charUnknown);

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) =>
            Start(char.ConvertToUtf32(charUnknownHigh, charUnknownLow));

        public override char GetNextChar() => next < text.Length ? text[next++] : '\0';

        public override bool MovePrevious()
        {
            if (next == 0)
            {
                return false;
            }
            next--;
            return true;
        }

        public override void Reset()
        {
            text = "";
            next = 0;
        }

        private bool Start(int codePoint)
        {
            text = ReferenceTo(codePoint);
            next = 0;
            return true;
        }
    }
}
