using System.Text;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Parse;
using Freshet.Vrl.Values;
using Vrl.Tests.Stdlib.Strings;

namespace Vrl.Tests.Stdlib.Parse;

/// <summary>Parsers, each with texts that it reads.</summary>
internal static class SeededParsers
{
    private const string Pattern = @"(?P<word>\w+)(?P<rest>\s*=.*?)?";
    private const string Access =
        "127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326";

    private static readonly Dictionary<string, SeededParser> all = new(StringComparer.Ordinal)
    {
        ["json"] = Of(new ParseJson(), "{\"a\": [1, 2.5, \"x\\n\", null, {\"b\": true}]}"),
        ["json of some levels"] = new(
            new ParseJson(),
            [("max_depth", 2)],
            ["{\"a\": [1, {\"b\": [true, \"\\u00e9\"]}]}"]
        ),
        ["int"] = Of(new ParseInt(), "0x1f", "-0b101", "42"),
        ["bytes"] = new(new ParseBytes(), [("unit", "B")], ["1.5 KiB", "10MB"]),
        ["duration"] = new(new ParseDuration(), [("unit", "s")], ["1h30m 2.5s", "1005ms"]),
        ["regex"] = new(new ParseRegex(), [("pattern", Patterns.Of(Pattern))], ["key = value"]),
        ["regexes"] = new(
            new ParseRegexAll(),
            [("pattern", Patterns.Of(Pattern))],
            ["key = value b=c"]
        ),
        ["timestamp"] = new(
            new ParseTimestamp(),
            [("format", "%d/%b/%Y:%T %z")],
            ["10/Oct/2000:13:55:36 -0700"]
        ),
        ["url"] = Of(
            new ParseUrl(),
            "https://u:p@www.exämple.com:80/a/../b?x=1#f",
            "http://[::ffff:1.2.3.4]/"
        ),
        ["query string"] = Of(new ParseQueryString(), "?a=1&b[]=%20+&c"),
        ["key value"] = Of(new ParseKeyValue(), "a=1 b=\"x \\\"y\\\"\" c='d' e"),
        ["strict key value"] = new(
            new ParseKeyValue(),
            [("whitespace", "strict"), ("accept_standalone_key", false)],
            ["a=1 b=\"x y\""]
        ),
        ["logfmt"] = Of(new ParseLogfmt(), "level=info msg=\"it works\" done"),
        ["csv"] = Of(new ParseCsv(), "a,\"b \"\"c\"\"\",,d"),
        ["tokens"] = Of(new ParseTokens(), "a \"b c\" [d e] - \"\\\"\""),
        ["apache common"] = new(new ParseApacheLog(), [("format", "common")], [Access]),
        ["apache combined"] = new(
            new ParseApacheLog(),
            [("format", "combined")],
            [$"{Access} \"http://a\" \"Mozilla\""]
        ),
        ["apache error"] = new(
            new ParseApacheLog(),
            [("format", "error")],
            [
                "[01/Mar/2021:12:00:19 +0000] [ab:alert] [pid 4803:tid 3814] [client 147.159.108.175:24259] I will bypass",
            ]
        ),
        ["common log"] = Of(new ParseCommonLog(), Access),
        ["nginx combined"] = new(
            new ParseNginxLog(),
            [("format", "combined")],
            [
                "172.17.0.1 - alice [01/Apr/2021:12:02:31 +0000] \"POST /x HTTP/1.1\" 404 153 \"http://localhost/\" \"Mozilla/5.0\" \"2.75\"",
            ]
        ),
        ["nginx error"] = new(
            new ParseNginxLog(),
            [("format", "error")],
            [
                "2021/04/01 13:02:31 [error] 31#31: *1 open() failed, client: 172.17.0.1, server: localhost, request: \"POST /x HTTP/1.1\", host: \"localhost:8081\"",
            ]
        ),
        ["glog"] = Of(new ParseGlog(), "I20210131 14:48:54.411655 15520 main.c++:9] Hello world!"),
        ["klog"] = Of(new ParseKlog(), "I0505 17:59:40.692994 28133 klog.go:70] hello from klog"),
        ["syslog"] = Of(
            new ParseSyslog(),
            "<13>1 2020-03-13T20:45:38.119Z host app 2426 ID931 [a@1 iut=\"3\" b=\"App\\\"\"][c d=\"e\"] Try",
            "<34>Oct 11 22:14:15 host app[12]: text"
        ),
        ["linux authorization"] = Of(
            new ParseLinuxAuthorization(),
            "Mar 23 01:49:58 localhost sshd[1111]: Accepted publickey for eng"
        ),
        ["cef"] = new(
            new ParseCef(),
            [("translate_custom_fields", true)],
            ["CEF:0|a|b\\|c|1|2|name|8|suser=a b cs1Label=X cs1=None rt=\\="]
        ),
        ["lenient cef"] = new(
            new ParseCef(),
            [("strict", false)],
            ["CEF:0|a|b|1|2|name|8|suser=a=b c= d=e"]
        ),
        ["alb log"] = Of(
            new ParseAwsAlbLog(),
            "http 2018-11-30T22:23:00.186641Z app/x/1 192.168.131.39:2817 - 0.000 0.001 0.000 200 200 34 366 \"GET http://www.example.com:80/ HTTP/1.1\" \"curl\" - - arn \"Root=1\" \"-\" \"-\" 0 2018-11-30T22:22:48.364000Z \"forward\" \"-\" \"-\" \"-\" \"-\" \"-\" \"-\""
        ),
        ["vpc flow log"] = Of(
            new ParseAwsVpcFlowLog(),
            "2 123 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1 2 ACCEPT OK"
        ),
        ["cloudwatch message"] = Of(
            new ParseAwsCloudwatchLogSubscriptionMessage(),
            "{\"messageType\": \"DATA_MESSAGE\", \"owner\": \"1\", \"logGroup\": \"g\", \"logStream\": \"s\", \"subscriptionFilters\": [\"d\"], \"logEvents\": [{\"id\": \"3\", \"timestamp\": 1600110569039, \"message\": \"m\"}]}"
        ),
        ["cbor"] = new(
            new ParseCbor(),
            [],
            ["\u0082\u0001\u00a1aa\u00f6", "\u00bfaa\u009f\u0001\u00ff\u00ff"],
            Encoding.Latin1
        ),
        ["influxdb"] = Of(
            new ParseInfluxdb(),
            "cpu,host=A\\ b,region=us f=64i,g=\"x y\",h=true 1590488773254420000"
        ),
        ["ruby hash"] = Of(
            new ParseRubyHash(),
            "{ :a => [1, nil], \"b\" => { c: 'd', 1 => true } }"
        ),
        ["xml"] = Of(
            new ParseXml(),
            "<?xml version=\"1.0\"?><a b=\"c\"><!-- d --><e>1</e><e>&lt;</e><![CDATA[x]]></a>"
        ),
        ["yaml"] = Of(
            new ParseYaml(),
            "a: &x {b: [1, 'c', \"d\\n\"]}\ne: *x\nf: |\n  g\n   h\n- ? i\n  : j",
            "%YAML 1.2\n---\n- !!str 1\n- a\n  b\n...\n"
        ),
    };

    public static IEnumerable<string> Names => all.Keys;

    public static SeededParser Named(string name) => all[name];

    private static SeededParser Of(Function function, params string[] seeds) =>
        new(function, [], seeds);
}

/// <param name="Encoding">How texts are bytes; UTF-8 unless told.</param>
internal sealed record SeededParser(
    Function Function,
    (string Name, Value Value)[] Options,
    string[] Seeds,
    Encoding? Encoding = null
)
{
    public byte[] BytesOf(string text) => (Encoding ?? Encoding.UTF8).GetBytes(text);

    public Value Read(byte[] bytes) =>
        FunctionRunner.Call(Function, [("value", Value.From(bytes)), .. Options]);
}
