using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseGoogleLogTests
{
    [Theory]
    [InlineData(
        "parse_glog!(s'I20210131 14:48:54.411655 15520 main.c++:9] Hello world!')",
        """{"file":"main.c++","id":15520,"level":"info","line":9,"message":"Hello world!","timestamp":"2021-01-31T14:48:54.411655Z"}"""
    )]
    [InlineData(
        "parse_glog!(s'E20210131 14:48:54.411655 15520 main.c++:9]')",
        "failed parsing glog message"
    )]
    [InlineData(
        "parse_glog!(s'X20210131 14:48:54.411655 15520 main.c++:9] x')",
        "unrecognized log level \"X\""
    )]
    [InlineData(
        "parse_glog!(s'I20211331 14:48:54.411655 15520 main.c++:9] x')",
        "failed parsing timestamp 20211331 14:48:54.411655: input is out of range"
    )]
    [InlineData(
        "parse_glog!(s'I20210131 14:48:54.411655 99999999999999999999 main.c++:9] x')",
        "failed parsing id"
    )]
    [InlineData("parse_glog!(s'')", "failed parsing glog message")]
    [InlineData(
        "parse_glog!(s'I20210131 14:48:54.411655 15520 main.c++:9] a\nb')",
        "failed parsing glog message"
    )]
    public void Glog_is_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        "parse_klog!(s'X0505 17:59:40.692994 28133 klog.go:70] x')",
        "unrecognized log level \"X\""
    )]
    [InlineData(
        "parse_klog!(s'I0545 17:59:40.692994 28133 klog.go:70] x')",
        "failed parsing timestamp 0545 17:59:40.692994: input is out of range"
    )]
    [InlineData("parse_klog!(s'')", "failed parsing klog message")]
    [InlineData(
        "parse_klog!(s'I0505 17:59:40 28133 klog.go:70] x')",
        "failed parsing klog message"
    )]
    public void Klog_faults_are_named(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
