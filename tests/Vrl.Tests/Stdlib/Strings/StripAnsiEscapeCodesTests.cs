using Freshet.Vrl.Stdlib.Strings;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class StripAnsiEscapeCodesTests
{
    [Theory]
    [InlineData("\e[46mfoo\e[0m bar\tx\r\ny\az", "foo barx\nyz")]
    [InlineData("\e[3;4Hfoo\e[=3l bar\e[?25h\e[1:5m", "foo bar")]
    [InlineData("a\e]0;title\ab\e]0;t\e\\c\e(Bd\e7e", "abcde")]
    [InlineData("a\ePq#0\e\\f\e_hi\e\\g\eXn\nn\e\\", "afg")]
    [InlineData("\e[1é5mx\e[1\n2my", "x\ny")]
    [InlineData("\u0018z\e[\u0018w\e]a\u001ab", "zwb")]
    [InlineData("\e]8;;http://x\aé\e]8;;\a日😀", "é日😀")]
    [InlineData("\e^abc\u009cdef", "def")]
    [InlineData("\e]abc\u009cdef\ag", "g")]
    [InlineData("\e$$0y a\e\e[1mb", "y ab")]
    [InlineData("\e[1\u007f2mx\u007fy", "x\u007fy")]
    [InlineData("a\e", "a")]
    [InlineData("\e[1", "")]
    public void Only_what_is_printed_stays(string text, string printed) =>
        FunctionRunner.Call(new StripAnsiEscapeCodes(), ("value", text)).ShouldBe(printed);
}
