using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseCefTests
{
    [Theory]
    [InlineData(
        "parse_cef!(s'CEF:0|CyberArk|PTA|12.6|1|Suspected credentials theft|8|suser=mike2@prod1.domain.com cs1Label=ExtraData cs1=None deviceCustomDate1Label=detectionDate')",
        """{"cefVersion":"0","cs1":"None","cs1Label":"ExtraData","deviceCustomDate1Label":"detectionDate","deviceEventClassId":"1","deviceProduct":"PTA","deviceVendor":"CyberArk","deviceVersion":"12.6","name":"Suspected credentials theft","severity":"8","suser":"mike2@prod1.domain.com"}"""
    )]
    [InlineData(
        "parse_cef!(s'CEF:1|a|b|c|d|e|f|')",
        """{"cefVersion":"1","deviceEventClassId":"d","deviceProduct":"b","deviceVendor":"a","deviceVersion":"c","name":"e","severity":"f"}"""
    )]
    [InlineData(
        """parse_cef!(s'CEF:0|a\\|x|b\\\\y|c|d|e|f|k=v\\=w l=x\\ny')""",
        "Could not parse whole line successfully"
    )]
    [InlineData(
        "parse_cef!(s'CEF:0|a|b|c|d|e')",
        "0: at line 1, in Tag:\nCEF:0|a|b|c|d|e\n               ^\n\n1: at line 1, in Alt:\nCEF:0|a|b|c|d|e\n               ^\n\n"
    )]
    [InlineData(
        "parse_cef!(s'CEF:x|a|b|c|d|e|f|')",
        """{"cefVersion":"x","deviceEventClassId":"d","deviceProduct":"b","deviceVendor":"a","deviceVersion":"c","name":"e","severity":"f"}"""
    )]
    [InlineData("parse_cef!(s'')", "0: in TakeUntil, got empty input\n\n")]
    [InlineData(
        "parse_cef!(s'Jan 1 host CEF:0|a|b|c|d|e|f|a=1')",
        """{"a":"1","cefVersion":"0","deviceEventClassId":"d","deviceProduct":"b","deviceVendor":"a","deviceVersion":"c","name":"e","severity":"f"}"""
    )]
    [InlineData(
        "parse_cef!(s'CEF:0|a|b|c|d|e|f|a=1 b=two words c=')",
        """{"a":"1","b":"two words","c":"","cefVersion":"0","deviceEventClassId":"d","deviceProduct":"b","deviceVendor":"a","deviceVersion":"c","name":"e","severity":"f"}"""
    )]
    [InlineData("parse_cef!(s'CEF:0|a|b|c|d|e|f|a')", "Could not parse whole line successfully")]
    [InlineData(
        "parse_cef!(s'CEF:0|CyberArk|PTA|12.6|1|Suspected credentials theft|8|suser=mike2@prod1.domain.com cs1Label=ExtraData cs1=None deviceCustomDate1Label=detectionDate', translate_custom_fields: true)",
        """{"ExtraData":"None","cefVersion":"0","detectionDate":null,"deviceEventClassId":"1","deviceProduct":"PTA","deviceVendor":"CyberArk","deviceVersion":"12.6","name":"Suspected credentials theft","severity":"8","suser":"mike2@prod1.domain.com"}"""
    )]
    public void Events_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
