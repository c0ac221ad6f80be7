using System.Buffers;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

internal sealed partial class Lexer
{
    /// <summary>Enough for U+10FFFF.</summary>
    private const int MaximumUnicodeDigits = 6;

    /// <summary><c>1_000</c>, <c>-5</c>, <c>1.5</c>, <c>1.</c>; but <c>1a</c> is a name.</summary>
    private void Number()
    {
        var start = position;
        var sign = source[position] == '-' ? 1 : 0;
        position += sign;
        var digits = Run(NumberBytes);
        if (sign == 0 && NameBytes.Contains(Peek(digits)))
        {
            var length = Run(NameBytes);
            Add(Words.Name(Text(length)), length);
            return;
        }
        position += digits;
        var isFloat = Peek(0) == '.';
        if (isFloat)
        {
            position++;
            position += Run(NumberBytes);
        }

        var text = Encoding
            .UTF8.GetString(source, start, position - start)
            .Replace("_", "", StringComparison.Ordinal);
        var span = new Span(start, position);
        if (isFloat)
        {
            var value = double.Parse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture
            );
            tokens.Add(new Token(TokenKind.Float, span, BitConverter.DoubleToInt64Bits(value)));
        }
        else if (
            long.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            tokens.Add(new Token(TokenKind.Integer, span, value));
        }
        else
        {
            error = SyntaxError.Create(
                206,
                "invalid numeric literal",
                span,
                "an integer has 64 bits, and this is outside of them"
            );
        }
    }

    /// <summary>A string with escapes: they are checked here, and undone by <see cref="StringText"/>.</summary>
    private void String()
    {
        var start = position++;
        while (true)
        {
            var length = source.AsSpan(position).IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                error = Unterminated(207, "invalid string literal", start, '"');
                return;
            }
            position += length;
            if (source[position] == '"')
            {
                position++;
                tokens.Add(new Token(TokenKind.String, new Span(start, position)));
                return;
            }
            if (!Escape())
            {
                return;
            }
        }
    }

    private bool Escape()
    {
        var start = position++;
        if (position == source.Length)
        {
            error = SyntaxError.Create(
                209,
                "invalid escape character: \\",
                new Span(start, position),
                "the program ends in an escape"
            );
            return false;
        }
        if ("\n'\"\\nrt{}0"u8.Contains(source[position]))
        {
            position++;
            return true;
        }
        if (source[position] == 'u')
        {
            position++;
            return UnicodeEscape(start);
        }
        Rune.DecodeFromUtf8(source.AsSpan(position), out var rune, out var length);
        error = SyntaxError.Create(
            209,
            $"invalid escape character: \\{rune}",
            new Span(start, position + length),
            """strings know \n \r \t \0 \" \' \\ \{ \} \u{…} and a backslash before a new line"""
        );
        return false;
    }

    private bool UnicodeEscape(int start)
    {
        if (Peek(0) == '{')
        {
            position++;
            var digits = source.AsSpan(position).IndexOfAnyExcept(HexadecimalBytes);
            if (
                digits is > 0 and <= MaximumUnicodeDigits
                && Peek(digits) == '}'
                && Rune.IsValid(
                    int.Parse(
                        source.AsSpan(position, digits),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture
                    )
                )
            )
            {
                position += digits + 1;
                return true;
            }
        }
        error = SyntaxError.Create(
            211,
            "invalid unicode escape",
            new Span(start, position),
            $$"""write \u{…} with one to {{MaximumUnicodeDigits}} hexadecimal digits of a character"""
        );
        return false;
    }

    private static readonly SearchValues<byte> HexadecimalBytes = SearchValues.Create(
        "0123456789abcdefABCDEF"u8
    );

    /// <summary>s'…', r'…' and t'…': a backslash keeps the quote behind it from ending them.</summary>
    private void Quoted(byte prefix)
    {
        var start = position;
        position += 2;
        while (true)
        {
            var length = source.AsSpan(position).IndexOfAny((byte)'\'', (byte)'\\');
            if (length < 0)
            {
                error = Unterminated(208, "invalid literal", start, '\'');
                return;
            }
            position += length;
            if (source[position] == '\'')
            {
                position++;
                break;
            }
            position = Math.Min(position + 2, source.Length);
        }
        var kind = prefix switch
        {
            (byte)'r' => TokenKind.Regex,
            (byte)'s' => TokenKind.RawString,
            _ => TokenKind.Timestamp,
        };
        tokens.Add(new Token(kind, new Span(start, position)));
    }

    private static Diagnostic Unterminated(int code, string message, int start, char quote) =>
        SyntaxError.Create(
            code,
            message,
            new Span(start, start + 1),
            $"there is no {quote} that ends what starts here"
        );
}
