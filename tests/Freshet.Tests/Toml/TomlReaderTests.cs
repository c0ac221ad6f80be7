using System.Text;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Toml;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("\uFEFFa = 1", "{a: 1}")]
    [InlineData("# only a comment", "{}")]
    [InlineData("# tab\tand é\r\na = 1 # more\r\n", "{a: 1}")]
    [InlineData("  a  =  1  ", "{a: 1}")]
    [InlineData("a=1\nb=2", "{a: 1, b: 2}")]
    [InlineData("3.14159 = 'pi'", "{3: {14159: \"pi\"}}")]
    [InlineData(
        "inf = 1\nnan = 2\ntrue = 3\n-1 = 4\n1979-05-27 = 5",
        "{inf: 1, nan: 2, true: 3, -1: 4, 1979-05-27: 5}"
    )]
    [InlineData("\"\" = 1\n'a b'.\"é.\" = 2", "{: 1, a b: {é.: 2}}")]
    [InlineData("a . 'b' . c = 1", "{a: {b: {c: 1}}}")]
    [InlineData("\"a\\u0062\" = 1\n'a\\u0062' = 2", "{ab: 1, a\\u0062: 2}")]
    [InlineData("a.c = 1\nb = 2\na.d = 3", "{a: {c: 1, d: 3}, b: 2}")]
    [InlineData("''.''.'' = 1", "{: {: {: 1}}}")]
    public void Documents_and_keys(string toml, string expected) =>
        TomlText.Show(TomlText.ReadValid(toml)).ShouldBe(expected);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("+0", "0")]
    [InlineData("-0", "0")]
    [InlineData("1_000_000", "1000000")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0xDEAD_beef", "3735928559")]
    [InlineData("0x7fffffffffffffff", "9223372036854775807")]
    [InlineData("0x0000000000000000000000000001", "1")]
    [InlineData("0o755", "493")]
    [InlineData("0b1101_0110", "214")]
    [InlineData("1.0", "~1")]
    [InlineData("-0.0", "~-0")]
    [InlineData("+3.1415", "~3.1415")]
    [InlineData("5e+22", "~5E+22")]
    [InlineData("1e06", "~1000000")]
    [InlineData("-2E-2", "~-0.02")]
    [InlineData("6.626_070e-34", "~6.62607E-34")]
    [InlineData("9_224_617.445_991", "~9224617.445991")]
    [InlineData("1e-400", "~0")]
    [InlineData("inf", "~Infinity")]
    [InlineData("+inf", "~Infinity")]
    [InlineData("-inf", "~-Infinity")]
    [InlineData("nan", "~NaN")]
    [InlineData("-nan", "~NaN")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    public void Numbers_and_booleans(string value, string expected) => ShouldRead(value, expected);

    [Theory]
    [InlineData("1979-05-27T07:32:00Z", "Offset 1979-05-27T07:32:00Z")]
    [InlineData("1979-05-27t07:32:00z", "Offset 1979-05-27T07:32:00Z")]
    [InlineData("1979-05-27 07:32:00-07:00", "Offset 1979-05-27T07:32:00-07:00")]
    [InlineData("1979-05-27T00:32:00.999999+23:59", "Offset 1979-05-27T00:32:00.999999+23:59")]
    [InlineData("1979-05-27T00:32:00.5", "Local 1979-05-27T00:32:00.5")]
    [InlineData("1979-05-27T00:32:00.1234567891234", "Local 1979-05-27T00:32:00.123456789")]
    [InlineData("1979-05-27", "LocalDate 1979-05-27")]
    [InlineData("1979-05-27 # 07:32:00", "LocalDate 1979-05-27")]
    [InlineData("1979-05-27 ", "LocalDate 1979-05-27")]
    [InlineData("07:32:00", "LocalTime 07:32:00")]
    [InlineData("23:59:59.9", "LocalTime 23:59:59.9")]
    [InlineData("1990-12-31T23:59:60Z", "Offset 1990-12-31T23:59:60Z")]
    [InlineData("2000-02-29", "LocalDate 2000-02-29")]
    [InlineData("2024-02-29", "LocalDate 2024-02-29")]
    [InlineData("0000-01-01", "LocalDate 0000-01-01")]
    [InlineData("9999-12-31T23:59:59Z", "Offset 9999-12-31T23:59:59Z")]
    public void Dates_and_times(string value, string expected) => ShouldRead(value, expected);

    [Theory]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"\\b\\t\\n\\f\\r\\\"\\\\\"", "\"\b\t\n\f\r\"\\\"")]
    [InlineData("\"\\u00e9 \\U0001F600 \\uD7FF \\uE000\"", "\"é 😀 \uD7FF \uE000\"")]
    [InlineData("\"tab\there # 'x'\"", "\"tab\there # 'x'\"")]
    [InlineData("\"\uFEFF\"", "\"\uFEFF\"")]
    [InlineData("'C:\\Users\\n'", "\"C:\\Users\\n\"")]
    [InlineData("''", "\"\"")]
    [InlineData("\"\"\"\"\"\"", "\"\"")]
    [InlineData("''''''", "\"\"")]
    [InlineData("\"\"\"\"\"\"\"", "\"\"\"")]
    [InlineData("\"\"\"a\"\"\"\"\"", "\"a\"\"\"")]
    [InlineData("\"\"\"a\"\"b\"c\"\"\"", "\"a\"\"b\"c\"")]
    [InlineData("''''a'''''", "\"'a''\"")]
    [InlineData("\"\"\"\na\r\n\nb\"\"\"", "\"a\n\nb\"")]
    [InlineData("'''\r\na\r\nb\\'''", "\"a\nb\\\"")]
    [InlineData("\"\"\"a \\  \t\r\n\n   b\\\n\"\"\"", "\"a b\"")]
    [InlineData("\"\"\"\\\n  \n\"\"\"", "\"\"")]
    [InlineData("\"\"\"a\\\\\n b\"\"\"", "\"a\\\n b\"")]
    [InlineData("\"\"\"\\\"\"\"\\\"\"\"\"", "\"\"\"\"\"\"")]
    public void Strings(string value, string expected) => ShouldRead(value, expected);

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("[1,'a',1.5,[true],{b=1}]", "[1, \"a\", ~1.5, [true], {b: 1}]")]
    [InlineData("[ # first\n 1 # one\n , # and\n\n 2,\n # last\n]", "[1, 2]")]
    [InlineData(
        "[\n[1],\n['a'], [true], \n 1979-05-27 07:32:00\n]",
        "[[1], [\"a\"], [true], Local 1979-05-27T07:32:00]"
    )]
    // Lines of an array that are almost a statement.
    [InlineData(
        "[\n\"\\\"= 1\",\n'= 2',\n[true]\n, [[inf]],\n\"\"\"=\n[a]\nb = 1\"\"\"\n]",
        "[\"\"= 1\", \"= 2\", [true], [[~Infinity]], \"=\n[a]\nb = 1\"]"
    )]
    [InlineData("{}", "{}")]
    [InlineData("{ }", "{}")]
    [InlineData(
        "{ a.b = 1, 'c d' = [\n1,\n], a.e = {f.g = 2} }",
        "{a: {b: 1, e: {f: {g: 2}}}, c d: [1]}"
    )]
    [InlineData("{a = \"\"\"\n1\n2\"\"\"}", "{a: \"1\n2\"}")]
    public void Arrays_and_inline_tables(string value, string expected) =>
        ShouldRead(value, expected);

    [Theory]
    [InlineData("[a]\nb = 1\n[ c . 'd' ] # x\ne = 2", "{a: {b: 1}, c: {d: {e: 2}}}")]
    [InlineData("[a.b]\nx = 1\n[a]\ny = 2", "{a: {b: {x: 1}, y: 2}}")]
    [InlineData("[a]\n[a.b]\n[a.b.c]", "{a: {b: {c: {}}}}")]
    [InlineData("[[a]]\nx = 1\n[[ a ]]\n[[a]]\nx = 3", "{a: [{x: 1}, {}, {x: 3}]}")]
    [InlineData(
        "[[a]]\n[a.b]\nx = 1\n[[a.c]]\n[[a]]\n[a.b]\nx = 2",
        "{a: [{b: {x: 1}, c: [{}]}, {b: {x: 2}}]}"
    )]
    [InlineData("[[a.b]]\n[a]\nx = 1", "{a: {b: [{}], x: 1}}")]
    [InlineData(
        "[f]\na.c = 1\na.t.s = true\n[f.a.x]\ny = 1",
        "{f: {a: {c: 1, t: {s: true}, x: {y: 1}}}}"
    )]
    [InlineData("[f]\na.c = 1\n[[f.a.s]]\nx = 2", "{f: {a: {c: 1, s: [{x: 2}]}}}")]
    [InlineData("[a.b.c]\n[a]\nb.d = 1", "{a: {b: {c: {}, d: 1}}}")]
    [InlineData("['']\nx = 1", "{: {x: 1}}")]
    [InlineData("a.b = 1\n[c]\na.b = 2", "{a: {b: 1}, c: {a: {b: 2}}}")]
    public void Tables(string toml, string expected) =>
        TomlText.Show(TomlText.ReadValid(toml)).ShouldBe(expected);

    [Theory]
    [InlineData("a = 12", "a", 1, 5, 2, 1)]
    [InlineData("\r\n  a = 12\r\n", "a", 2, 7, 2, 3)]
    [InlineData("\"😀é\" = '😀' # x", "😀é", 1, 8, 3, 1)]
    [InlineData("a = \"\"\"x\ny\"\"\"", "a", 1, 5, 4, 1)]
    [InlineData("a = [1, [2]] # x", "a", 1, 5, 8, 1)]
    [InlineData("a = [ # é\n1]", "a", 1, 5, 5, 1)]
    [InlineData("a = { b = 'é' } ", "a", 1, 5, 11, 1)]
    [InlineData("a.b = 1", "a", 1, 1, 1, 1)]
    [InlineData("[ a ]\nb = 1", "a", 1, 1, 5, 3)]
    [InlineData("[a.b]", "a", 1, 2, 1, 2)]
    [InlineData("[a.b]\n [a] # x", "a", 2, 2, 3, 3)]
    [InlineData("[[a]]\n[[a]]", "a", 1, 1, 5, 3)]
    [InlineData("a = 1979-05-27 07:32:00", "a", 1, 5, 19, 1)]
    public void A_value_and_its_key_know_where_they_stand(
        string toml,
        string key,
        int line,
        int column,
        int length,
        int keyColumn
    )
    {
        var property = TomlText.ReadValid(toml).Find(key).ShouldNotBeNull();

        var lineText = toml.Split('\n')[line - 1].TrimEnd('\r');
        property.Value.Location.ShouldBe(
            new Location(TomlText.Origin, line, column, length, lineText)
        );
        property.KeyLocation.ToString().ShouldBe($"{TomlText.Origin}:{line}:{keyColumn}");
    }

    [Fact]
    public void The_last_allowed_level_of_nesting_reads()
    {
        var levels = TomlReader.MaxDepth;

        TomlText.ReadValid("a = " + new string('[', levels) + new string(']', levels));
        TomlText.ReadValid(string.Join('.', Enumerable.Repeat("a", levels)) + " = 1");
        TomlText.ReadValid("[" + string.Join('.', Enumerable.Repeat("a", levels)) + "]");
    }

    [Fact]
    public void A_line_of_a_mebibyte_reads_with_right_columns()
    {
        var items = string.Concat(Enumerable.Repeat("'é😀', ", 150_000));

        var array = TomlText
            .ReadValid($"a = [{items}]")
            .Find("a")!
            .Value.ShouldBeOfType<TomlArray>();

        array.Items.Count.ShouldBe(150_000);
        array.Items[^1].Location.Column.ShouldBe(6 + (149_999 * 6));
        array.Items[^1].Location.Length.ShouldBe(4);
        array.Location.Length.ShouldBe(2 + (150_000 * 6));
    }

    [Fact]
    public void The_largest_document_reads_and_one_byte_more_does_not()
    {
        var bytes = new byte[TomlReader.MaxBytes + 1];
        bytes.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes("a = 1").CopyTo(bytes, 0);

        var (document, errors) = TomlText.Read(bytes[..^1]);
        errors.ShouldBeEmpty();
        TomlText.Show(document).ShouldBe("{a: 1}");

        var error = TomlText.Read(bytes).Errors.ShouldHaveSingleItem();
        error.Message.ShouldBe("the document is larger than 16 MiB");
        error.Location.ShouldBe(new Location(TomlText.Origin));
    }

    private static void ShouldRead(string value, string expected) =>
        TomlText
            .Show(TomlText.ReadValid($"v = {value}\nnext = 1"))
            .ShouldBe($"{{v: {expected}, next: 1}}");
}
