using Freshet.Vrl;
using Freshet.Vrl.Stdlib.Parse;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseGroksTests
{
    private const string NoMatch = "unable to parse grok: value does not match any rule";

    [Theory]
    [InlineData("%{number:field}", "-1.2", "-1.2")]
    [InlineData("%{number:field}", "-1", "-1")]
    [InlineData("%{numberExt:field}", "-1234e+3", "-1234000")]
    [InlineData("%{numberExt:field}", ".1e+3", "100")]
    [InlineData("%{integer:field}", "-2", "-2")]
    [InlineData("%{integerExt:field}", "+2", "2")]
    [InlineData("%{integerExt:field}", "-1e+2", "-100")]
    [InlineData("%{data:field:number}", "1.0", "1")]
    [InlineData("%{data:field:integer}", "1", "1")]
    [InlineData("%{data:field:lowercase}", "aBC", "\"abc\"")]
    [InlineData("%{data:field:uppercase}", "Abc", "\"ABC\"")]
    [InlineData("%{integer:field:scale(10)}", "1", "10")]
    [InlineData("%{number:field:scale(0.5)}", "10.0", "5")]
    [InlineData("%{data:field:boolean}", "True", "true")]
    [InlineData("%{data:field:boolean}", "NotTrue", "false")]
    [InlineData("%{data:field:decodeuricomponent}", "%2Fservice%2Ftest", "\"/service/test\"")]
    [InlineData("%{regex(\"\\\\d+\\\\.\\\\d+\")} %{data:field}", "1.0 value", "\"value\"")]
    [InlineData("(?<field>\\w+)", "abc", "\"abc\"")]
    [InlineData("%{data:field:array}", "[1,2]", """["1","2"]""")]
    [InlineData("%{data:field:array}", "[]", """[""]""")]
    [InlineData("%{data:field:array(\"\\\\t\")}", "[1\t2]", """["1","2"]""")]
    [InlineData("%{data:field:array(\"[]\",\"\\\\n\")}", "[1\n2]", """["1","2"]""")]
    [InlineData("%{data:field:array(\"\",\"-\")}", "1-2", """["1","2"]""")]
    [InlineData("%{data:field:array(integer)}", "[1,2]", "[1,2]")]
    [InlineData("%{data:field:array(\";\", integer)}", "[1;2]", "[1,2]")]
    [InlineData("%{data:field:array(\"{}\",\";\", integer)}", "{1;2}", "[1,2]")]
    [InlineData("%{data:field:array(scale(10))}", "[1,2.1]", "[10,21]")]
    [InlineData("%{data:field}", "a\nb", "\"a\\nb\"")]
    [InlineData("%{data:field:json}", "{\"a.b\":[{\"c.d\":1}]}", """{"a":{"b":[{"c":{"d":1}}]}}""")]
    public void A_field_is_made_of_a_match(string rule, string text, string expected) =>
        Parse(text, rule).ShouldBe($$"""{"field":{{expected}}}""");

    [Theory]
    [InlineData("%{integerExt:field}", "1234.1e+5", NoMatch)]
    [InlineData("%{data:field:array}", "abc", "{}")]
    [InlineData("%{data:field:array(scale(10))}", "[a,b]", "{}")]
    [InlineData("%{data::json}", """{ "f": "v" }""", """{"f":"v"}""")]
    [InlineData("%{data::json}", "not a json", "{}")]
    [InlineData("%{notSpace:a} %{data::integer}", "v 1", """{"a":"v"}""")]
    [InlineData(
        "%{notSpace:a} '%{data::json}' '%{data::json}' %{number::number}",
        """v '{ "f": 1 }' '{ "g": 2 }' 3""",
        """{"a":"v","f":1,"g":2}"""
    )]
    [InlineData(
        "'%{data:n.j:json}' '%{data:n.j:json}'",
        """'{ "f": 1 }' '{ "g": 2 }'""",
        """{"n":{"j":[{"f":1},{"g":2}]}}"""
    )]
    [InlineData("%{notSpace:a:integer} %{data:b:json}", "no json at all", "{}")]
    [InlineData(
        "%{integer:n.f} %{notSpace:n.f:uppercase} %{notSpace:n.f:nullIf(\"-\")}",
        "1 info message",
        """{"n":{"f":[1,"INFO","message"]}}"""
    )]
    [InlineData("%{notSpace:n.f:nullIf(\"-\")}", "-", "{}")]
    [InlineData("(?<a.b>\\w+)", "abc", """{"a.b":"abc"}""")]
    [InlineData("%{data:field[\"quoted name\"]}", "abc", """{"field":{"quoted name":"abc"}}""")]
    [InlineData("%{data:@field-with-symbols$}", "abc", """{"@field-with-symbols$":"abc"}""")]
    [InlineData("%{data:@parent.$child}", "abc", """{"@parent":{"$child":"abc"}}""")]
    [InlineData("(%{integer:i}|%{data:s})", "abc", """{"s":"abc"}""")]
    [InlineData("(?s)(?-s)%{data:field}", "a\nb", NoMatch)]
    [InlineData("(?-s)%{data:f} (?s)%{data:f}", "abc d\ne", """{"f":["abc","d\ne"]}""")]
    [InlineData("%{data:l1}\n%{data:l2}", "a\nb", """{"l1":"a","l2":"b"}""")]
    [InlineData("%{data:}", "abc", "{}")]
    [InlineData(
        "%{data::json}",
        """{"root": {"object": {"empty": {}}, "string": "abc" }}""",
        """{"root":{"string":"abc"}}"""
    )]
    [InlineData(
        """\[%{date("yyyy-MM-dd HH:mm:ss,SSS"):date}\]\[%{notSpace:level}\s*\]\[%{notSpace:logger.thread_name}-#%{integer:logger.thread_id}\]\[%{notSpace:logger.name}\] .*""",
        "[2020-04-03 07:01:55,248][INFO ][exchange-worker-#43][FileWriteAheadLogManager] Started write-ahead log manager [mode=LOG_ONLY]",
        """{"date":1585897315248,"level":"INFO","logger":{"name":"FileWriteAheadLogManager","thread_id":43,"thread_name":"exchange-worker"}}"""
    )]
    public void A_rule_matches_the_whole_text(string rule, string text, string expected) =>
        Parse(text, rule).ShouldBe(expected);

    [Theory]
    [InlineData("", "key=valueStr", """{"key":"valueStr"}""")]
    [InlineData("", "<key>=<valueStr>", """{"key":"valueStr"}""")]
    [InlineData("", "'key'=\"valueStr\"", """{"key":"valueStr"}""")]
    [InlineData("(\":\")", "key:valueStr", """{"key":"valueStr"}""")]
    [InlineData("(\":\", \"/\")", "/key:\"/valueStr\"", """{"/key":"/valueStr"}""")]
    [InlineData("(\":=\", \"\", \"{}\")", "key:={valueStr}", """{"key":"valueStr"}""")]
    [InlineData("", "key1=value1, key2=value2", """{"key1":"value1","key2":"value2"}""")]
    [InlineData(
        "(\"=\",\" \")",
        "key1=value1, key2 = value 2 ",
        """{"key1":"value1","key2":"value 2"}"""
    )]
    [InlineData("(\"=\", \"\", \"\", \"|\")", "a=1|b=\"x\"", """{"a":1,"b":"x"}""")]
    [InlineData(
        "(\":=\",\"\",\"<>\")",
        "key1:=valueStr key2:=</valueStr2> key3:=\"valueStr3\"",
        """{"key1":"valueStr","key2":"/valueStr2"}"""
    )]
    [InlineData("", "key1=value1;key2=value2", """{"key1":"value1","key2":"value2"}""")]
    [InlineData("", "key:=valueStr", "{}")]
    [InlineData("", "key1= key2=null key3=value3", """{"key3":"value3"}""")]
    [InlineData("", "key1=,key2=null,key3= ,key4=value4", """{"key4":"value4"}""")]
    [InlineData("", "=,=value", "{}")]
    [InlineData(
        "",
        "float=1.2 , boolean=true , null=null    ,   string=abc , integer1=11  ,  integer2=12  ",
        """{"boolean":true,"float":1.2,"integer1":11,"integer2":12,"string":"abc"}"""
    )]
    [InlineData("", "key = valueStr", "{}")]
    [InlineData("", "key= valueStr", "{}")]
    [InlineData("", "key =valueStr", "{}")]
    [InlineData("", "field=2.0e", """{"field":"2.0e"}""")]
    [InlineData("(\"=\", \"\\\\w.\\\\-_@:\")", "IN=eth0 OUT= MAC", """{"IN":"eth0"}""")]
    [InlineData(
        "",
        "db.name=my_db,db.operation=insert",
        """{"db":{"name":"my_db","operation":"insert"}}"""
    )]
    [InlineData(
        "",
        " , key1=value1 \"key2\"=\"value2\",key3=value3 ",
        """{"key1":"value1","key2":"value2","key3":"value3"}"""
    )]
    [InlineData(
        "(\": \",\",\")",
        """client: 217.92.148.44, server: localhost, request: "HEAD http://174.138.82.103:80/sql/sql-admin/ HTTP/1.1", host: "174.138.82.103" """,
        """{"client":"217.92.148.44","host":"174.138.82.103","request":"HEAD http://174.138.82.103:80/sql/sql-admin/ HTTP/1.1","server":"localhost"}"""
    )]
    [InlineData("", "a=1, a=1, a=2", """{"a":[1,1,2]}""")]
    [InlineData("(\"=\",\" \")", "a= foo", """{"a":"foo"}""")]
    [InlineData("(\"=\",\" \")", "a key=value", "{}")]
    [InlineData("", "a=07", """{"a":7}""")]
    [InlineData("", "a=08", """{"a":"08"}""")]
    public void Pairs_are_found_in_a_text(string arguments, string text, string expected) =>
        Parse(text, $"%{{data::keyvalue{arguments}}}").ShouldBe(expected);

    [Theory]
    [InlineData("\"dd/MMM/yyyy\"", "06/Mar/2013", 1362528000000)]
    [InlineData("\"EEE MMM dd HH:mm:ss yyyy\"", "Thu Jun 16 08:29:03 2016", 1466065743000)]
    [InlineData("\"dd/MMM/yyyy:HH:mm:ss Z\"", "06/Mar/2013:01:36:30 +0900", 1362501390000)]
    [InlineData("\"yyyy-MM-dd'T'HH:mm:ss.SSSZ\"", "2016-11-29T16:21:36.431+0000", 1480436496431)]
    [InlineData("\"yyyy-MM-dd'T'HH:mm:ss.SSSZZ\"", "2016-11-29T16:21:36.431+00:00", 1480436496431)]
    [InlineData("\"dd/MMM/yyyy:HH:mm:ss.SSS\"", "06/Feb/2009:12:14:14.655", 1233922454655)]
    [InlineData("\"yyyy-MM-dd HH:mm:ss.SSS z\"", "2007-08-31 19:22:22.427 CET", 1188580942427)]
    [InlineData(
        "\"yyyy-MM-dd HH:mm:ss.SSS zzzz\"",
        "2007-08-31 19:22:22.427 America/Thule",
        1188598942427
    )]
    [InlineData("\"yyyy-MM-dd HH:mm:ss.SSS Z\"", "2007-08-31 19:22:22.427 -03:00", 1188598942427)]
    [InlineData(
        "\"EEE MMM dd HH:mm:ss yyyy\", \"Europe/Moscow\"",
        "Thu Jun 16 08:29:03 2016",
        1466054943000
    )]
    [InlineData(
        "\"EEE MMM dd HH:mm:ss yyyy\", \"UTC+5\"",
        "Thu Jun 16 08:29:03 2016",
        1466047743000
    )]
    [InlineData("\"EEE MMM dd HH:mm:ss yyyy\", \"+3\"", "Thu Jun 16 08:29:03 2016", 1466054943000)]
    [InlineData(
        "\"EEE MMM dd HH:mm:ss yyyy\", \"-0300\"",
        "Thu Jun 16 08:29:03 2016",
        1466076543000
    )]
    [InlineData("\"MMM d y HH:mm:ss z\"", "Nov 16 2020 13:41:29 GMT", 1605534089000)]
    [InlineData("\"yyyy-MM-dd HH:mm:ss.SSSS\"", "2019-11-25 11:21:32.6282", 1574680892628)]
    [InlineData("\"yyyy-MM-dd'T'HH:mm:ss.SSSZ\"", "2016-09-02T15:02:29.648Z", 1472828549648)]
    [InlineData("\"yyMMdd HH:mm:ss\"", "171113 14:14:20", 1510582460000)]
    [InlineData("\"M/d/yy HH:mm:ss,SSS z\"", "11/16/18 19:40:59,123 GMT", 1542397259123)]
    [InlineData(
        "\"M/d/yy HH:mm:ss,SSSSSSSSS z\"",
        "11/16/18 19:40:59,123456789 GMT",
        1542397259123
    )]
    [InlineData("\"HH:mm:ss\"", "11:13:14", 1600686794000)]
    [InlineData("\"HH:mm:ss\"", "12:13:14", 1600603994000)]
    [InlineData("\"d/M HH:mm:ss\"", "21/9 11:13:14", 1600686794000)]
    [InlineData("\"d/M HH:mm:ss\"", "22/9 12:13:14", 1569154394000)]
    public void Times_become_milliseconds(string arguments, string text, long expected) =>
        Parse(text, $"%{{date({arguments}):t}}").ShouldBe($$"""{"t":{{expected}}}""");

    [Theory]
    [InlineData(
        "%{unknown}",
        """failed to parse grok expression '(?m)\A%{unknown}\z': The given pattern definition name "unknown" could not be found in the definition map"""
    )]
    [InlineData("%{data:field:unknownFilter}", "unknown filter 'unknownFilter'")]
    [InlineData("%{regex(1):field}", "invalid arguments for the function 'regex'")]
    [InlineData("%{data:field:scale()}", "invalid arguments for the function 'scale'")]
    [InlineData("%{data:field:nullIf}", "invalid arguments for the function 'nullIf'")]
    [InlineData("%{date(\"ABC:XYZ\"):field}", "invalid arguments for the function 'date'")]
    [InlineData(
        "%{date(\"HH:mm\", \"unknown timezone\"):field}",
        "invalid arguments for the function 'date'"
    )]
    [InlineData("%{loop}", "Circular dependency found in the alias 'loop'")]
    [InlineData(
        "%{data::json(\"\\:\")}",
        """failed to parse grok expression '%{data::json("\:")}': invalid escape literal '\:'"""
    )]
    [InlineData(
        "%{data:1}",
        "failed to parse grok expression '%{data:1}': invalid grok pattern: %{data:1}"
    )]
    public void A_wrong_rule_is_refused(string rule, string expected) =>
        Parse("", rule, ("loop", "%{pool}"), ("pool", "%{loop}"))
            .ShouldBe($"grok pattern error: {expected}");

    [Fact]
    public void Aliases_stand_for_rules()
    {
        Parse("1 2", "%{notSpace:f:number} %{alias}", ("alias", "%{notSpace:f:integer}"))
            .ShouldBe("""{"f":[1,2]}""");
        Parse(
                "a 1",
                "%{alias:field:uppercase}",
                ("alias", "%{notSpace:sub1} %{notSpace:sub2:integer}")
            )
            .ShouldBe("""{"field":"A 1","sub1":"a","sub2":1}""");
        Parse("x y", "%{a.b}", ("a.b", "%{word:first} %{word:second}"))
            .ShouldBe("""{"first":"x","second":"y"}""");
    }

    [Fact]
    public void A_line_of_a_web_server_is_taken_apart()
    {
        var aliases = new (string, string)[]
        {
            (
                "access_common",
                """%{_client_ip} %{_ident} %{_auth} \[%{_date_access}\] "(?>%{_method} |)%{_url}(?> %{_version}|)" %{_status_code} (?>%{_bytes_written}|-)"""
            ),
            ("_auth", """%{notSpace:http.auth:nullIf("-")}"""),
            ("_bytes_written", "%{integer:network.bytes_written}"),
            ("_client_ip", "%{ipOrHost:network.client.ip}"),
            ("_version", """HTTP\/%{regex("\\d+\\.\\d+"):http.version}"""),
            ("_url", "%{notSpace:http.url}"),
            ("_ident", "%{notSpace:http.ident}"),
            ("_user_agent", """%{regex("[^\\\"]*"):http.useragent}"""),
            ("_referer", "%{notSpace:http.referer}"),
            ("_status_code", "%{integer:http.status_code}"),
            ("_method", "%{word:http.method}"),
            ("_date_access", "%{notSpace:date_access}"),
            ("_x_forwarded_for", """%{regex("[^\\\"]*"):http._x_forwarded_for:nullIf("-")}"""),
        };

        Parse(
                """127.0.0.1 - frank [13/Jul/2016:10:55:36] "GET /apache_pb.gif HTTP/1.0" 200 2326 0.202 "http://www.perdu.com/" "Mozilla/5.0 (X11; Linux x86_64)" "-" """.Trim(),
                """%{access_common} (%{number:duration:scale(1000000000)} )?"%{_referer}" "%{_user_agent}"( "%{_x_forwarded_for}")?.*""",
                aliases
            )
            .ShouldBe(
                """{"date_access":"13/Jul/2016:10:55:36","duration":202000000,"http":{"auth":"frank","ident":"-","method":"GET","referer":"http://www.perdu.com/","status_code":200,"url":"/apache_pb.gif","useragent":"Mozilla/5.0 (X11; Linux x86_64)","version":"1.0"},"network":{"bytes_written":2326,"client":{"ip":"127.0.0.1"}}}"""
            );
    }

    [Fact]
    public void Aliases_come_from_files()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(
                Path.Combine(folder, "aliases.json"),
                """{"TEST": "username=%{USERNAME:username}"}"""
            );
            File.WriteAllText(Path.Combine(folder, "wrong.json"), """{"TEST": 1}""");
            var options = new CompileOptions { BaseFolder = folder, EnableAllFunctions = true };
            string Source(string file) =>
                $$"""parse_groks!("username=Hupsakee", ["%{TEST}"], alias_sources: ["{{file}}"])""";

            Programs
                .Run(VrlCompiler.Compile(Source("aliases.json"), options).Program!)
                .ShouldBe("""{"username":"Hupsakee"}""");
            foreach (var file in new[] { "wrong.json", "missing.json" })
            {
                VrlCompiler
                    .Compile(Source(file), options)
                    .Errors.ShouldHaveSingleItem()
                    .Code.ShouldBe(610);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Keys_of_many_steps_do_not_end_the_process()
    {
        var key = string.Concat(Enumerable.Repeat("a.", 500_000)) + "a";
        Parse($$"""{"{{key}}": 1, "b[9999999]": 2}""", "%{data::json}")
            .Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Long_texts_take_no_long_time()
    {
        Parse(string.Concat(Enumerable.Repeat("a=1, ", 100_000)), "%{data::keyvalue}")
            .Length.ShouldBe(200_007);
        Parse(new string('a', 1_000_000) + "=", "%{data::keyvalue}").ShouldBe("{}");
    }

    [Fact]
    public void Any_rule_is_one_or_an_error() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements(
                        "%{",
                        "}",
                        "data",
                        ":",
                        "(",
                        ")",
                        "\"",
                        "\\",
                        "field",
                        "keyvalue",
                        "array",
                        "date",
                        "regex",
                        "json",
                        "[",
                        "]",
                        ",",
                        "1.5",
                        ".",
                        "yyyy",
                        "S",
                        " ",
                        "true",
                        "integer",
                        "scale"
                    )
                    .ArrayOf()
                    .Select(string.Concat)
                    .ToArbitrary(),
                rule => Parse("{\"a\": [1, 2]} x=y 2020", rule, ("data", ".*")).ShouldNotBeNull()
            )
        );

    private static string Parse(string text, string rule, params (string, string)[] aliases)
    {
        var names = new VrlObject();
        foreach (var (name, alias) in aliases)
        {
            names.Set(name, alias);
        }
        return Json.Write(
            FunctionRunner.Call(
                new ParseGroks(),
                TimeZoneInfo.Utc,
                new Noon(),
                ("value", text),
                ("patterns", Value.From(new VrlArray([rule]))),
                ("aliases", Value.From(names))
            )
        );
    }

    /// <summary>The clock stands at noon of 21 September 2020.</summary>
    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 9, 21, 12, 0, 0, TimeSpan.Zero);
    }
}
