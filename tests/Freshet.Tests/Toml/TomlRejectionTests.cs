using System.Text;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Toml;

/// <summary>What TOML 1.0 forbids: each case is one error, at the place and with the words that a user needs.</summary>
public sealed class TomlRejectionTests
{
    [Theory]
    [InlineData("017", "write `0o17`")]
    [InlineData("-01", "does not begin with a zero")]
    [InlineData("00", "does not begin with a zero")]
    [InlineData("0_0", "does not begin with a zero")]
    [InlineData("03.14", "does not begin with a zero")]
    [InlineData("1__0", "underscore")]
    [InlineData("_1", "put text in quotes")]
    [InlineData("1_", "underscore")]
    [InlineData("1_.5", "underscore")]
    [InlineData("1._5", "underscore")]
    [InlineData("1e_5", "underscore")]
    [InlineData("1e5_", "underscore")]
    [InlineData("1.5_e1", "underscore")]
    [InlineData("0x_1", "underscore")]
    [InlineData("0x1_", "underscore")]
    [InlineData("0_x1", "quotes")]
    [InlineData("+0x1", "no sign")]
    [InlineData("-0b1", "no sign")]
    [InlineData("0X1", "lower case: `0x`")]
    [InlineData("0x", "hexadecimal digits")]
    [InlineData("0o8", "octal digits")]
    [InlineData("0b2", "binary digits")]
    [InlineData("0xg", "hexadecimal digits")]
    [InlineData(".5", "each side of the point")]
    [InlineData("5.", "each side of the point")]
    [InlineData("+.5", "each side of the point")]
    [InlineData("5.e1", "each side of the point")]
    [InlineData("1e", "digits must follow the `e`")]
    [InlineData("1e+", "digits must follow the `e`")]
    [InlineData("1e1.5", "quotes")]
    [InlineData("1.2.3", "quotes: \"1.2.3\"")]
    [InlineData("++1", "quotes")]
    [InlineData("+", "each side of the point")]
    [InlineData("1e400", "infinity is `inf`")]
    [InlineData("9223372036854775808", "64 bits")]
    [InlineData("-9223372036854775809", "64 bits")]
    [InlineData("0x8000000000000000", "64 bits")]
    [InlineData("0xffffffffffffffffffffffffffffffffffffffff", "64 bits")]
    [InlineData("10s", "quotes: \"10s\"")]
    [InlineData("127.0.0.1:80", "quotes")]
    [InlineData("Inf", "lower case")]
    [InlineData("+NaN", "quotes")]
    [InlineData("True", "`true`, in lower case")]
    [InlineData("off", "`false`, in lower case")]
    [InlineData("null", "leave the key out")]
    [InlineData("text", "quotes: \"text\"")]
    [InlineData("٣", "quotes")]
    [InlineData("1979-02-30", "01 to 28")]
    [InlineData("1900-02-29", "01 to 28")]
    [InlineData("2023-04-31", "01 to 30")]
    [InlineData("1979-00-01", "month")]
    [InlineData("1979-13-01", "month")]
    [InlineData("1979-01-00", "01 to 31")]
    [InlineData("1979-1-01", "four digits")]
    [InlineData("79-01-01", "four digits")]
    [InlineData("10000-01-01", "four digits")]
    [InlineData("1979-01-01T", "hh:mm:ss")]
    [InlineData("1979-01-01x", "after a `T` or a space")]
    [InlineData("1979-05-2707:32:00", "after a `T` or a space")]
    [InlineData("1979-05-27T07:32Z", "seconds are missing")]
    [InlineData("1979-05-27 07:32", "07:32:00")]
    [InlineData("07:32", "07:32:00")]
    [InlineData("7:32:00", "four digits")]
    [InlineData("07:32:0", "hh:mm:ss")]
    [InlineData("24:00:00", "hour")]
    [InlineData("23:60:00", "minute")]
    [InlineData("23:59:61", "second")]
    [InlineData("07:32:00.", "follow the point")]
    [InlineData("07:32:00.Z", "follow the point")]
    [InlineData("07:32:00Z", "without a date")]
    [InlineData("07:32:00x", "without a date")]
    [InlineData("1979-05-27T07:32:00+24:00", "23:59")]
    [InlineData("1979-05-27T07:32:00+12:61", "23:59")]
    [InlineData("1979-05-27T07:32:00+1:00", "`+01:00`")]
    [InlineData("1979-05-27T07:32:00+01:00x", "`+01:00`")]
    [InlineData("1979-05-27T07:32:00 Z", null)]
    public void A_word_that_is_no_value(string word, string? hint)
    {
        var error = TomlText.ReadWithOneError($"a = {word}\nb = 1");

        error.Location!.Line.ShouldBe(1);
        if (hint is not null)
        {
            error.Hint.ShouldNotBeNull().ShouldContain(hint);
            error.Location.Column.ShouldBe(5);
            error.Location.Length.ShouldBe(word.Length);
            error.Message.ShouldStartWith($"`{word[..Math.Min(word.Length, 40)]}");
        }
    }

    [Theory]
    [InlineData("a = \"x\nb = 1", 1, 5, 2, "the string is not closed", "add `\"`")]
    [InlineData("a = 'x", 1, 5, 2, "the string is not closed", "add `'`")]
    [InlineData("a = \"x\\\nb = 1", 1, 5, 3, "the string is not closed", "add `\"`")]
    [InlineData(
        "a = \"\"\"x\nb = 1\n",
        1,
        5,
        3,
        "the multi-line string is not closed",
        "add `\"\"\"`"
    )]
    [InlineData("a = '''x''", 1, 5, 3, "the multi-line string is not closed", "add `'''`")]
    [InlineData(
        "a = \"C:\\qux\\zap\"",
        1,
        8,
        2,
        "`\\q` is not an escape sequence",
        "single quotes"
    )]
    [InlineData("a = \"\\e\"", 1, 6, 2, "`\\e` is not an escape sequence", "TOML 1.1")]
    [InlineData("a = \"\\x41\"", 1, 6, 2, "`\\x` is not an escape sequence", "TOML 1.1")]
    [InlineData("a = \"\\u12g4\"", 1, 6, 4, "followed by 4 hexadecimal digits", "single quotes")]
    [InlineData("a = \"\\U0001234\"", 1, 6, 9, "followed by 8 hexadecimal digits", null)]
    [InlineData("a = \"\\ud800\"", 1, 6, 6, "U+d800 is not a character", "surrogates")]
    [InlineData("a = \"\\uDFFF\"", 1, 6, 6, "U+DFFF is not a character", null)]
    [InlineData("a = \"\\U00110000\"", 1, 6, 10, "U+110000 is not a character", null)]
    [InlineData(
        "a = \"\"\"\n x \\ y\"\"\"",
        2,
        4,
        2,
        "a backslash must begin an escape",
        "last character of its line"
    )]
    [InlineData("a = \"\"\"a\"\"\"\"\"\"", 1, 9, 6, "three quotes or more", "`\\\"`")]
    [InlineData("a = '''a''''''", 1, 9, 6, "three quotes or more", "double quotes")]
    [InlineData("a = \"\u0001\"", 1, 6, 1, "U+0001", "\\u0001")]
    [InlineData("a = '\u007f'", 1, 6, 1, "U+007F", null)]
    [InlineData("a = \"\"\"\nb\u0000\"\"\"", 2, 2, 1, "NUL", "UTF-16")]
    [InlineData("a = '''\rb'''", 1, 8, 1, "carriage return", "LF or CRLF")]
    [InlineData("a = \"\r\"", 1, 6, 1, "carriage return", null)]
    public void A_string_with_an_error(
        string toml,
        int line,
        int column,
        int length,
        string message,
        string? hint
    ) => ShouldFail(toml, line, column, length, message, hint);

    [Theory]
    [InlineData("= 1", 1, 1, 1, "expected a key, found `=`", "`\"\"`")]
    [InlineData("a", 1, 2, 1, "expected `=` after the key, found the end of the document", null)]
    [InlineData(
        "a\n= 1\n",
        1,
        2,
        1,
        "expected `=` after the key, found the end of the line",
        null,
        2
    )]
    [InlineData("a =", 1, 4, 1, "expected a value, found the end of the document", null)]
    [InlineData("a = # 1", 1, 5, 1, "expected a value, found `#`", null)]
    [InlineData("a == 1", 1, 4, 1, "expected a value, found `=`", null)]
    [InlineData(
        "a = 1 b = 2",
        1,
        7,
        1,
        "expected the end of the line after the value, found `b`",
        "a line of its own"
    )]
    [InlineData("a = 'x' 'y'", 1, 9, 1, "found `'`", null)]
    [InlineData("a = 1 = 2", 1, 7, 1, "found `=`", null)]
    [InlineData("a b = 1", 1, 3, 1, "expected `=` after the key, found `b`", null)]
    [InlineData("a. = 1", 1, 4, 1, "expected a key, found `=`", null)]
    [InlineData(".a = 1", 1, 1, 1, "expected a key, found `.`", null)]
    [InlineData("a..b = 1", 1, 3, 1, "expected a key, found `.`", null)]
    [InlineData("clé = 1", 1, 1, 3, "a key without quotes", "add quotes")]
    [InlineData("a! = 1", 1, 1, 2, "a key without quotes", "add quotes")]
    [InlineData("\"a\nb\" = 1", 1, 1, 2, "the string is not closed", null, 2)]
    [InlineData("\"\"\"a\"\"\" = 1", 1, 1, 3, "a multi-line string cannot be a key", null)]
    [InlineData("\"a\\q\" = 1\nb = 2", 1, 3, 2, "`\\q`", null)]
    [InlineData("\"a\"b = 1", 1, 4, 1, "expected `=` after the key, found `b`", null)]
    [InlineData("[]", 1, 2, 1, "expected a key, found `]`", null)]
    [InlineData("[[]]", 1, 3, 1, "expected a key, found `]`", null)]
    [InlineData("[a", 1, 3, 1, "expected `]`, found the end of the document", null)]
    [InlineData("[a\nb = 1", 1, 3, 1, "expected `]`, found the end of the line", null)]
    [InlineData("[[a]", 1, 4, 1, "expected `]]`", "without a space")]
    [InlineData("[[a] ]", 1, 4, 1, "expected `]]`", "without a space")]
    [InlineData("[ [a]]", 1, 3, 1, "expected a key, found `[`", "`[[name]]`")]
    [InlineData(
        "[a]]",
        1,
        4,
        1,
        "expected the end of the line after the table header, found `]`",
        null
    )]
    [InlineData(
        "[a] b = 1",
        1,
        5,
        1,
        "expected the end of the line after the table header, found `b`",
        null
    )]
    [InlineData("[a b]", 1, 4, 1, "expected `]`, found `b`", null)]
    [InlineData("[a=1]", 1, 3, 1, "expected `]`, found `=`", null)]
    [InlineData("[a.]", 1, 4, 1, "expected a key, found `]`", null)]
    [InlineData("a = 1 # \u0007", 1, 9, 1, "U+0007", null)]
    [InlineData("# \u007f\nb = 1", 1, 3, 1, "U+007F", null)]
    [InlineData("# a\rb\n", 1, 4, 1, "carriage return", null)]
    [InlineData("a = 1\rb = 2", 1, 6, 1, "carriage return", null)]
    [InlineData("a = 1\u000c", 1, 6, 1, "U+000C", null)]
    [InlineData("a = \u00a01", 1, 5, 2, "is not a value", null)]
    [InlineData("a = \uFEFF1", 1, 5, 1, "byte order mark", null)]
    [InlineData("\uFEFF\uFEFFa = 1", 1, 1, 1, "byte order mark", null)]
    public void A_statement_with_an_error(
        string toml,
        int line,
        int column,
        int length,
        string message,
        string? hint,
        int errors = 1
    )
    {
        if (errors == 1)
        {
            ShouldFail(toml, line, column, length, message, hint);
            return;
        }
        var found = TomlText.Read(toml).Errors;
        found.Count.ShouldBe(errors);
        ShouldBeAt(found[0], line, column, length, message, hint);
    }

    [Theory]
    [InlineData("a = [1 2]", 1, 8, 1, "expected `,` or `]`, found `2`", null)]
    [InlineData("a = [1,,2]", 1, 8, 1, "expected a value, found `,`", null)]
    [InlineData("a = [,]", 1, 6, 1, "expected a value, found `,`", null)]
    [InlineData("a = [1", 1, 5, 1, "the array is not closed", "add `]`")]
    [InlineData("a = [\n1,\nb = 2", 1, 5, 1, "the array is not closed", "add `]`")]
    [InlineData("a = [\n1\n[b]\nc = 2", 1, 5, 1, "the array is not closed", "add `]`")]
    [InlineData("a = [[1\n[[b]] # x\nc = 2", 1, 6, 1, "the array is not closed", "add `]`")]
    [InlineData("a = [\n1\n'b'.c = 2", 1, 5, 1, "the array is not closed", "add `]`")]
    [InlineData("a = [1}", 1, 7, 1, "expected `,` or `]`, found `}`", null)]
    [InlineData("a = [some words, here]", 1, 6, 4, "`some` is not a value", "quotes")]
    [InlineData("a = {b = 1,}", 1, 11, 1, "does not end with a comma", "TOML 1.1")]
    [InlineData("a = {,}", 1, 6, 1, "expected a key, found `,`", null)]
    [InlineData("a = {b = 1,, c = 2}", 1, 12, 1, "expected a key, found `,`", null)]
    [InlineData("a = {b = 1 c = 2}", 1, 12, 1, "expected `,` or `}`, found `c`", null)]
    [InlineData("a = {b}", 1, 7, 1, "expected `=` after the key, found `}`", null)]
    [InlineData("a = {b = 1", 1, 5, 1, "the inline table is not closed", "add `}`")]
    [InlineData("a = {b = 1\nc = 2", 1, 5, 1, "the inline table is not closed", "add `}`")]
    [InlineData("a = [{b = 1\n{c = 2}]", 1, 6, 1, "the inline table is not closed", null)]
    [InlineData("a = {\nb = 1\n}\nc = 2", 1, 6, 1, "stands on one line", "TOML 1.1")]
    [InlineData("a = {\nb = 1,\nc = 2,\n}", 1, 6, 1, "stands on one line", "TOML 1.1", 2)]
    [InlineData("a = {\nb = 1\nc = 2\n}\nd = 3", 1, 6, 1, "stands on one line", "TOML 1.1")]
    [InlineData("a = { # x\n}", 1, 7, 1, "stands on one line", null)]
    [InlineData("a = {b = 1\n, c = 2}", 1, 11, 1, "stands on one line", null)]
    [InlineData("a = {b = 1, b = 2}", 1, 13, 1, "the key `b` is already defined", "test.toml:1:6")]
    [InlineData(
        "a = {b = {c = 1}, b.d = 2}",
        1,
        19,
        1,
        "the inline table `b` cannot be extended",
        null
    )]
    [InlineData("a = {b.c = 1, b = 2}", 1, 15, 1, "the key `b` is already defined", null)]
    [InlineData("a = {b.c = 1, b.c.d = 2}", 1, 17, 1, "`b.c` is an integer, not a table", null)]
    [InlineData(
        "t = {f = {a.c = 1, a.t.s = 2}, f.a.x = {y = 3}}",
        1,
        32,
        1,
        "the inline table `f` cannot be extended",
        null
    )]
    public void An_array_or_inline_table_with_an_error(
        string toml,
        int line,
        int column,
        int length,
        string message,
        string? hint,
        int errors = 1
    )
    {
        var found = TomlText.Read(toml).Errors;
        found.Count.ShouldBe(errors, string.Join("\n\n", found.Select(error => error.Render())));
        ShouldBeAt(found[0], line, column, length, message, hint);
    }

    [Theory]
    [InlineData("a = 1\na = 2", 2, 1, "the key `a` is already defined", "test.toml:1:1")]
    [InlineData("a = 1\n\"a\" = 2", 2, 1, "the key `a` is already defined", "test.toml:1:1")]
    [InlineData("a.b = 1\na.b = 2", 2, 3, "the key `a.b` is already defined", "test.toml:1:3")]
    [InlineData("a.b = 1\na = 2", 2, 1, "the key `a` is already defined", "test.toml:1:1")]
    [InlineData("a = 1\na.b = 2", 2, 1, "`a` is an integer, not a table", "test.toml:1:1")]
    [InlineData(
        "a = {}\na.b = 2",
        2,
        1,
        "the inline table `a` cannot be extended",
        "test.toml:1:5"
    )]
    [InlineData("a = []\na.b = 2", 2, 1, "the array `a` cannot be extended", "test.toml:1:5")]
    [InlineData("[a]\n[a]", 2, 2, "the table `a` is already defined", "test.toml:1:1")]
    [InlineData("[a.b]\n[a]\n[a]", 3, 2, "the table `a` is already defined", "test.toml:2:1")]
    [InlineData("[a]\nb = 1\n[a.b]", 3, 4, "`a.b` is an integer, not a table", "test.toml:2:1")]
    [InlineData("[a]\nb = 1\n[a.b.c]", 3, 4, "`a.b` is an integer, not a table", null)]
    [InlineData("a = true\n[[a]]", 2, 3, "`a` is a boolean, not a table", null)]
    [InlineData("a = {}\n[a.b]", 2, 2, "the inline table `a` cannot be extended", null)]
    [InlineData("a = {b = {}}\n[a.b.c]", 2, 2, "the inline table `a` cannot be extended", null)]
    [InlineData("a = {}\n[a]", 2, 2, "the inline table `a` cannot be extended", null)]
    [InlineData("a = []\n[[a]]", 2, 3, "the array `a` cannot be extended", "test.toml:1:5")]
    [InlineData("a = [{}]\n[a.b]", 2, 2, "the array `a` cannot be extended", null)]
    [InlineData("[[a]]\n[a]", 2, 2, "`a` is an array of tables, not a table", "`[[a]]`")]
    [InlineData("[a]\n[[a]]", 2, 3, "`a` is a table, not an array of tables", "test.toml:1:1")]
    [InlineData("[a.b]\n[[a]]", 2, 3, "`a` is a table, not an array of tables", null)]
    [InlineData("a.b = 1\n[a]", 2, 2, "the table `a` is already defined", "by dotted keys")]
    [InlineData("a.b = 1\n[[a]]", 2, 3, "`a` is a table, not an array of tables", null)]
    [InlineData(
        "[f]\na.b.c = 1\n[f.a]",
        3,
        4,
        "the table `f.a` is already defined",
        "by dotted keys"
    )]
    [InlineData(
        "[f]\na.b.c = 1\n[f.a.b]",
        3,
        6,
        "the table `f.a.b` is already defined",
        "by dotted keys"
    )]
    [InlineData(
        "[a.b]\n[a]\nb.c = 1",
        3,
        1,
        "the table `b` cannot be extended by a dotted key",
        "test.toml:1:1"
    )]
    [InlineData(
        "[a.b.c.d]\n[a]\nb.c.d.e = 1",
        3,
        5,
        "the table `b.c.d` cannot be extended by a dotted key",
        null
    )]
    [InlineData(
        "[a.b.c]\n[a]\nb.d = 1\n[a.b]",
        4,
        4,
        "the table `a.b` is already defined",
        "by dotted keys"
    )]
    [InlineData(
        "[[a.b]]\n[a]\nb.c = 1",
        3,
        1,
        "the array of tables `b` cannot be extended by a dotted key",
        "`[[b]]`"
    )]
    [InlineData("[[a.b]]\n[a]\nb = 1", 3, 1, "the key `b` is already defined", null)]
    [InlineData("[a.b]\n[a]\nb = 1", 3, 1, "the key `b` is already defined", null)]
    [InlineData("[[a]]\n[a.b]\n[a.b]", 3, 4, "the table `a.b` is already defined", null)]
    [InlineData("[[a]]\n[a.b]\n[[a.b]]", 3, 5, "`a.b` is a table, not an array of tables", null)]
    [InlineData("[[a]]\n[[a.b]]\n[a.b]", 3, 4, "`a.b` is an array of tables, not a table", null)]
    [InlineData(
        "\"a\\nb\" = 1\n\"a\\nb\" = 2",
        2,
        1,
        "the key `\"a\\U0000000Ab\"` is already defined",
        null
    )]
    public void What_is_defined_twice(
        string toml,
        int line,
        int column,
        string message,
        string? hint
    )
    {
        var error = TomlText.ReadWithOneError(toml);

        error.Location!.Line.ShouldBe(line);
        error.Location.Column.ShouldBe(column);
        error.Message.ShouldStartWith(message);
        if (hint is not null)
        {
            error.Hint.ShouldNotBeNull().ShouldContain(hint);
        }
    }

    [Theory]
    [InlineData(new byte[] { (byte)'#', 0xc3 }, 2, "0xc3")]
    [InlineData(new byte[] { (byte)'#', 0xc3, 0xa9, 0x80 }, 3, "0x80")]
    [InlineData(new byte[] { (byte)'#', 0xed, 0xa0, 0x80 }, 2, "0xed")]
    [InlineData(new byte[] { (byte)'#', 0xc0, 0xaf }, 2, "0xc0")]
    [InlineData(new byte[] { (byte)'#', 0xf4, 0x90, 0x80, 0x80 }, 2, "0xf4")]
    [InlineData(new byte[] { 0xef, 0xbb, 0xbf, (byte)'#', 0xe9 }, 2, "0xe9")]
    public void Bytes_that_are_not_utf8(byte[] bytes, int column, string shown)
    {
        var error = TomlText.Read([.. bytes, .. "\nb = 1"u8]).Errors.ShouldHaveSingleItem();

        error.Message.ShouldBe($"the byte {shown} is not part of valid UTF-8");
        error.Location!.Line.ShouldBe(1);
        error.Location.Column.ShouldBe(column);
    }

    [Fact]
    public void Utf16_is_named_as_such()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            TomlText
                .Read([.. encoding.GetPreamble(), .. encoding.GetBytes("a = 1")])
                .Errors.ShouldHaveSingleItem()
                .Message.ShouldBe("the document is UTF-16, not UTF-8");
        }
        TomlText.Read(Encoding.Unicode.GetBytes("# a")).Errors[0].Hint!.ShouldContain("UTF-16");
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("{a=", "")]
    [InlineData("a.", "b = 1")]
    public void Endless_nesting_is_one_error(string opening, string end)
    {
        var prefix = opening == "a." ? "" : "a = ";

        var error = TomlText.ReadWithOneError(
            prefix + string.Concat(Enumerable.Repeat(opening, 100_000)) + end
        );

        error.Message.ShouldContain("128");
    }

    [Fact]
    public void Levels_of_header_keys_and_brackets_add_up()
    {
        var header = string.Join('.', Enumerable.Repeat("a", 100));

        TomlText.ReadValid($"[{header}]\nb.c = {new string('[', 27)}{new string(']', 27)}");
        TomlText
            .ReadWithOneError($"[{header}]\nb.c = {new string('[', 28)}{new string(']', 28)}")
            .Location!.Line.ShouldBe(2);
    }

    private static void ShouldFail(
        string toml,
        int line,
        int column,
        int length,
        string message,
        string? hint
    ) => ShouldBeAt(TomlText.ReadWithOneError(toml), line, column, length, message, hint);

    private static void ShouldBeAt(
        Diagnostic error,
        int line,
        int column,
        int length,
        string message,
        string? hint
    )
    {
        error.Message.ShouldContain(message);
        (error.Location!.Line, error.Location.Column, error.Location.Length).ShouldBe(
            (line, column, length)
        );
        if (hint is not null)
        {
            error.Hint.ShouldNotBeNull().ShouldContain(hint);
        }
    }
}
