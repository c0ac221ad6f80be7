using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseUrlTests
{
    [Theory]
    [InlineData(
        """parse_url!("https://user:p%40ss@example.com:8080/a/../b?x=1&x=2&y#frag")""",
        """{"fragment":"frag","host":"example.com","password":"p%40ss","path":"/b","port":8080,"query":{"x":"2","y":""},"scheme":"https","username":"user"}"""
    )]
    [InlineData(
        """parse_url!("HTTP://EXAMPLE.com")""",
        """{"fragment":null,"host":"example.com","password":"","path":"/","port":null,"query":{},"scheme":"http","username":""}"""
    )]
    [InlineData(
        """parse_url!("http://a:80")""",
        """{"fragment":null,"host":"a","password":"","path":"/","port":null,"query":{},"scheme":"http","username":""}"""
    )]
    [InlineData(
        """parse_url!("ftp://f:21/x y")""",
        """{"fragment":null,"host":"f","password":"","path":"/x%20y","port":null,"query":{},"scheme":"ftp","username":""}"""
    )]
    [InlineData(
        """parse_url!("https://ü.de/ä?ö=ß")""",
        """{"fragment":null,"host":"xn--tda.de","password":"","path":"/%C3%A4","port":null,"query":{"ö":"ß"},"scheme":"https","username":""}"""
    )]
    [InlineData(
        """parse_url!("mailto:a@b")""",
        """{"fragment":null,"host":null,"password":"","path":"a@b","port":null,"query":{},"scheme":"mailto","username":""}"""
    )]
    [InlineData(
        """parse_url!("http://[::1]:3000/")""",
        """{"fragment":null,"host":"[::1]","password":"","path":"/","port":3000,"query":{},"scheme":"http","username":""}"""
    )]
    [InlineData(
        """parse_url!("http://0x7f.1")""",
        """{"fragment":null,"host":"127.0.0.1","password":"","path":"/","port":null,"query":{},"scheme":"http","username":""}"""
    )]
    [InlineData("""parse_url!("http://1.2.3.4.5")""", "unable to parse url: invalid IPv4 address")]
    [InlineData("""parse_url!("http://")""", "unable to parse url: empty host")]
    [InlineData(
        """parse_url!("http:/a")""",
        """{"fragment":null,"host":"a","password":"","path":"/","port":null,"query":{},"scheme":"http","username":""}"""
    )]
    [InlineData(
        """parse_url!("http:\\\\a\\b")""",
        """{"fragment":null,"host":"a","password":"","path":"/b","port":null,"query":{},"scheme":"http","username":""}"""
    )]
    [InlineData(
        """parse_url!("data:text/plain,hi")""",
        """{"fragment":null,"host":null,"password":"","path":"text/plain,hi","port":null,"query":{},"scheme":"data","username":""}"""
    )]
    [InlineData("""parse_url!("//a")""", "unable to parse url: relative URL without a base")]
    [InlineData("""parse_url!("")""", "unable to parse url: relative URL without a base")]
    [InlineData("""parse_url!("http://a:99999")""", "unable to parse url: invalid port number")]
    [InlineData("""parse_url!("http://a b")""", "unable to parse url: invalid domain character")]
    [InlineData(
        """parse_url!("file:///c:/x")""",
        """{"fragment":null,"host":null,"password":"","path":"/c:/x","port":null,"query":{},"scheme":"file","username":""}"""
    )]
    [InlineData(
        """parse_url!("http://[::ffff:1.2.3.4]/")""",
        """{"fragment":null,"host":"[::ffff:102:304]","password":"","path":"/","port":null,"query":{},"scheme":"http","username":""}"""
    )]
    [InlineData(
        """parse_url!("unix:/run/x.sock")""",
        """{"fragment":null,"host":null,"password":"","path":"/run/x.sock","port":null,"query":{},"scheme":"unix","username":""}"""
    )]
    [InlineData(
        """parse_url!("http://a?q#f?g")""",
        """{"fragment":"f?g","host":"a","password":"","path":"/","port":null,"query":{"q":""},"scheme":"http","username":""}"""
    )]
    [InlineData("""parse_url!("http://user@/x")""", "unable to parse url: empty host")]
    [InlineData(
        """parse_url!("https://example.com", default_known_ports: true)""",
        """{"fragment":null,"host":"example.com","password":"","path":"/","port":443,"query":{},"scheme":"https","username":""}"""
    )]
    [InlineData(
        """parse_url!("ws://example.com", default_known_ports: true)""",
        """{"fragment":null,"host":"example.com","password":"","path":"/","port":80,"query":{},"scheme":"ws","username":""}"""
    )]
    [InlineData(
        """parse_url!("foo://example.com", default_known_ports: true)""",
        """{"fragment":null,"host":"example.com","password":"","path":"","port":null,"query":{},"scheme":"foo","username":""}"""
    )]
    public void Addresses_are_taken_apart(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_query_string("foo=%2B1&bar=2&bar=xyz&flag")""",
        """{"bar":["2","xyz"],"flag":"","foo":"+1"}"""
    )]
    [InlineData("""parse_query_string("?a=1")""", """{"a":"1"}""")]
    [InlineData("""parse_query_string("")""", "{}")]
    [InlineData("""parse_query_string("&&")""", "{}")]
    [InlineData("""parse_query_string("=")""", """{"":""}""")]
    [InlineData("""parse_query_string("a=b=c")""", """{"a":"b=c"}""")]
    [InlineData("""parse_query_string("+a+=%20")""", """{" a ":" "}""")]
    [InlineData("""parse_query_string("%zz=%")""", """{"%zz":"%"}""")]
    [InlineData("""parse_query_string("a[]=1&a[]=2")""", """{"a[]":["1","2"]}""")]
    [InlineData("""parse_query_string("é=%C3%A9")""", """{"é":"é"}""")]
    [InlineData("""parse_query_string("a=%FF")""", """{"a":"�"}""")]
    [InlineData("""parse_query_string("??a")""", """{"?a":""}""")]
    public void Query_strings_are_taken_apart(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
