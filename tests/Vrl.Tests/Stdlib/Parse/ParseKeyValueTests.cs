using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseKeyValueTests
{
    [Theory]
    [InlineData(
        """parse_key_value!(s'a=1 b="two words" c')""",
        """{"a":"1","b":"two words","c":true}"""
    )]
    [InlineData("parse_key_value!(s'a= b=')", """{"a":"b="}""")]
    [InlineData("""parse_key_value!(s'"quoted key"=v')""", """{"quoted key":"v"}""")]
    [InlineData(
        """parse_key_value!(s'a="x\\"y\\n" b=1')""",
        """{"a":"\"x\\\\\"y\\\\n\"","b":"1"}"""
    )]
    [InlineData("parse_key_value!(s'a=1 a=2 a=3')", """{"a":["1","2","3"]}""")]
    [InlineData("parse_key_value!(s'  a=1   b=2  ')", """{"a":"1","b":"2"}""")]
    [InlineData("""parse_key_value!(s'a="open')""", """{"a":"\"open"}""")]
    [InlineData("""parse_key_value!(s'="x"')""", """{"=\"x\"":true}""")]
    [InlineData("parse_key_value!(s'a=b=c')", """{"a":"b=c"}""")]
    [InlineData("""parse_key_value!(s'a=\'single q\'')""", """{"a":"\\'single","q\\'":true}""")]
    [InlineData("parse_key_value!(s'')", "0: in Verify, got empty input\n\n")]
    [InlineData("""parse_key_value!(s'a="x"y')""", """{"a":"\"x\"y"}""")]
    [InlineData("parse_key_value!(s'flag1 flag2')", """{"flag1":true,"flag2":true}""")]
    [InlineData("""parse_key_value!(s'k="é\\\\"')""", """{"k":"é\\\\"}""")]
    public void Pairs_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_key_value!("a:1,b:2", key_value_delimiter: ":", field_delimiter: ",")""",
        """{"a":"1","b":"2"}"""
    )]
    [InlineData(
        """parse_key_value!("a : 1 , b : 2", key_value_delimiter: ":", field_delimiter: ",")""",
        """{"a":"1","b":"2"}"""
    )]
    [InlineData(
        """parse_key_value!("a : 1 , b : 2", key_value_delimiter: ":", field_delimiter: ",", whitespace: "strict")""",
        """{"a":"1","b":"2"}"""
    )]
    [InlineData(
        """parse_key_value!("a=1 b", accept_standalone_key: false)""",
        "could not parse whole line successfully"
    )]
    [InlineData(
        """parse_key_value!("a=>1||b=>\"2||3\"", key_value_delimiter: "=>", field_delimiter: "||")""",
        """{"a":"1","b":"2||3"}"""
    )]
    [InlineData(
        """parse_key_value!("a=1", key_value_delimiter: "")""",
        "0: at line 1, in ManyMN:\na=1\n   ^\n\n"
    )]
    [InlineData(
        """parse_key_value!("a=1", field_delimiter: "")""",
        "0: at line 1, in Verify:\na=1\n^\n\n"
    )]
    [InlineData("""parse_key_value!("a=b", whitespace: "strict")""", """{"a":"b"}""")]
    [InlineData(
        """parse_key_value!("a:1\tb:2", key_value_delimiter: ":", field_delimiter: "\t")""",
        """{"a":"1","b":"2"}"""
    )]
    public void Delimiters_may_be_others(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_logfmt!(s'level=info msg="it works" done')""",
        """{"done":true,"level":"info","msg":"it works"}"""
    )]
    [InlineData("""parse_logfmt!(s'a="\\"x\\""')""", """{"a":"\"\\\\\"x\\\\\"\""}""")]
    [InlineData("parse_logfmt!(s'a=')", """{"a":""}""")]
    [InlineData("parse_logfmt!(s'=a')", """{"=a":true}""")]
    [InlineData("parse_logfmt!(s'')", "0: in Verify, got empty input\n\n")]
    public void Logfmt_is_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
