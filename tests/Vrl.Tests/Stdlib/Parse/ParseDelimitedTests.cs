using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseDelimitedTests
{
    [Theory]
    [InlineData("parse_csv!(s'a,b,c')", """["a","b","c"]""")]
    [InlineData("parse_csv!(s'\"a,b\",\"c \"\"d\"\"\"')", """["a,b","c \"d\""]""")]
    [InlineData("parse_csv!(s'a,,')", """["a","",""]""")]
    [InlineData("parse_csv!(s'')", "[]")]
    [InlineData("parse_csv!(s'  a , b ')", """["  a "," b "]""")]
    [InlineData("""parse_csv!(s'"a')""", """["a"]""")]
    [InlineData("""parse_csv!(s'"a"b,c')""", """["ab","c"]""")]
    [InlineData("""parse_csv!(s'a"b"c')""", """["a\"b\"c"]""")]
    [InlineData("parse_csv!(s'a\nb')", """["a"]""")]
    [InlineData("""parse_csv!(s'é,"ü"')""", """["é","ü"]""")]
    [InlineData("""parse_csv!(s'\\"a\\",b')""", """["\\\\\"a\\\\\"","b"]""")]
    [InlineData("""parse_csv!("a b", delimiter: " ")""", """["a","b"]""")]
    [InlineData("""parse_csv!("a|b", delimiter: "||")""", "delimiter must be a single character")]
    [InlineData("""parse_csv!("a|b", delimiter: "")""", "delimiter must be a single character")]
    public void Rows_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData("parse_tokens(s'a b')", """["a","b"]""")]
    [InlineData("""parse_tokens(s'"a b" c')""", """["a b","c"]""")]
    [InlineData("""parse_tokens(s'[a b] "c')""", """["a b","\"c"]""")]
    [InlineData("""parse_tokens(s'a - ""  [] x')""", """["a",null,null,null,"x"]""")]
    [InlineData("""parse_tokens(s'\\"a b')""", """["\\\\","\"a b"]""")]
    [InlineData("""parse_tokens(s'[a] "b\\"c" d')""", """["a","b\\\\","c","\" d"]""")]
    [InlineData("parse_tokens(s'')", "[]")]
    [InlineData("parse_tokens(s'   ')", """["   "]""")]
    [InlineData("parse_tokens(s'[a')", """["[a"]""")]
    [InlineData("""parse_tokens(s'"a"b')""", """["a","b"]""")]
    [InlineData("""parse_tokens(s'a"b c"')""", """["a","b c"]""")]
    [InlineData("""parse_tokens(s'[a "b] c"')""", """["a \"b","c","\""]""")]
    public void Tokens_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
