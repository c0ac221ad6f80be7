using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseWebServerLogTests
{
    [Theory]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326', "common")""",
        """{"host":"127.0.0.1","identity":"bob","message":"GET /apache_pb.gif HTTP/1.0","method":"GET","path":"/apache_pb.gif","protocol":"HTTP/1.0","size":2326,"status":200,"timestamp":"2000-10-10T20:55:36Z","user":"frank"}"""
    )]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 "http://www.seniorinfomedia.com/vertical/channels" "Mozilla/5.0"', "combined")""",
        """{"agent":"Mozilla/5.0","host":"127.0.0.1","identity":"bob","message":"GET /apache_pb.gif HTTP/1.0","method":"GET","path":"/apache_pb.gif","protocol":"HTTP/1.0","referrer":"http://www.seniorinfomedia.com/vertical/channels","size":2326,"status":200,"timestamp":"2000-10-10T20:55:36Z","user":"frank"}"""
    )]
    [InlineData("""parse_apache_log!(s'- - - - "-" - -', "common")""", "{}")]
    [InlineData(
        """parse_apache_log!(s'- - - - "-" - - "-" "-"', "combined")""",
        """{"referrer":"-"}"""
    )]
    [InlineData(
        """parse_apache_log!(s'[01/Mar/2021:12:00:19 +0000] [ab:alert] [pid 4803:tid 3814] [client 147.159.108.175:24259] I will bypass', "error")""",
        """{"client":"147.159.108.175","message":"I will bypass","module":"ab","pid":4803,"port":24259,"severity":"alert","thread":"3814","timestamp":"2021-03-01T12:00:19Z"}"""
    )]
    [InlineData("""parse_apache_log!(s'- - - -', "error")""", "failed parsing error log line")]
    [InlineData("""parse_apache_log!(s'127.0.0.1', "common")""", "failed parsing common log line")]
    [InlineData("""parse_apache_log!(s'', "combined")""", "failed parsing combined log line")]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [99/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326', "common")""",
        "failed parsing timestamp 99/Oct/2000:13:55:36 -0700 using format %d/%b/%Y:%T %z: input is out of range"
    )]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 99999999999999999999', "common")""",
        "failed parsing size"
    )]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 x', "common")""",
        "failed parsing common log line"
    )]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 x', "combined")""",
        "failed parsing combined log line"
    )]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326', "common", timestamp_format: "%d/%b/%Y:%T %z")""",
        """{"host":"127.0.0.1","identity":"bob","message":"GET /apache_pb.gif HTTP/1.0","method":"GET","path":"/apache_pb.gif","protocol":"HTTP/1.0","size":2326,"status":200,"timestamp":"2000-10-10T20:55:36Z","user":"frank"}"""
    )]
    [InlineData(
        """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326', "common", timestamp_format: "%Y")""",
        "failed parsing timestamp 10/Oct/2000:13:55:36 -0700 using format %Y: trailing input"
    )]
    public void Apache_logs_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_common_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326')""",
        """{"host":"127.0.0.1","identity":"bob","message":"GET /apache_pb.gif HTTP/1.0","method":"GET","path":"/apache_pb.gif","protocol":"HTTP/1.0","size":2326,"status":200,"timestamp":"2000-10-10T20:55:36Z","user":"frank"}"""
    )]
    [InlineData("parse_common_log!(s'- - - - - - -')", "{}")]
    [InlineData("""parse_common_log!("")""", "failed parsing common log line")]
    [InlineData(
        """parse_common_log!(s'127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET" 200 1')""",
        """{"host":"127.0.0.1","message":"GET","size":1,"status":200,"timestamp":"2000-10-10T20:55:36Z"}"""
    )]
    [InlineData(
        """parse_common_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 ')""",
        """{"host":"127.0.0.1","identity":"bob","message":"GET /apache_pb.gif HTTP/1.0","method":"GET","path":"/apache_pb.gif","protocol":"HTTP/1.0","size":2326,"status":200,"timestamp":"2000-10-10T20:55:36Z","user":"frank"}"""
    )]
    public void Common_logs_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_nginx_log!(s'172.17.0.1 - alice [01/Apr/2021:12:02:31 +0000] "POST /not-found HTTP/1.1" 404 153 "http://localhost/somewhere" "Mozilla/5.0" "2.75"', "combined")""",
        """{"agent":"Mozilla/5.0","client":"172.17.0.1","compression":"2.75","referer":"http://localhost/somewhere","request":"POST /not-found HTTP/1.1","size":153,"status":404,"timestamp":"2021-04-01T12:02:31Z","user":"alice"}"""
    )]
    [InlineData(
        """parse_nginx_log!(s'- - - [01/Apr/2021:12:02:31 +0000] "-" 400 0 "-" "-"', "combined")""",
        """{"agent":"-","referer":"-","request":"-","size":0,"status":400,"timestamp":"2021-04-01T12:02:31Z"}"""
    )]
    [InlineData(
        """parse_nginx_log!(s'2021/04/01 13:02:31 [error] 31#31: *1 open() "/usr/x" failed (2: No such file), client: 172.17.0.1, server: localhost, request: "POST /not-found HTTP/1.1", host: "localhost:8081"', "error")""",
        """{"cid":1,"client":"172.17.0.1","host":"localhost:8081","message":"open() \"/usr/x\" failed (2: No such file)","pid":31,"request":"POST /not-found HTTP/1.1","server":"localhost","severity":"error","tid":31,"timestamp":"2021-04-01T13:02:31Z"}"""
    )]
    [InlineData(
        """parse_nginx_log!(s'2021/06/03 09:30:50 [info] 32#32: *1 client 10.0.0.1 closed', "error")""",
        """{"cid":1,"message":"client 10.0.0.1 closed","pid":32,"severity":"info","tid":32,"timestamp":"2021-06-03T09:30:50Z"}"""
    )]
    [InlineData("""parse_nginx_log!(s'x', "combined")""", "failed parsing log line")]
    [InlineData("""parse_nginx_log!(s'', "error")""", "failed parsing log line")]
    [InlineData(
        """parse_nginx_log!(s'0.0.0.0 - - [18/Mar/2023:15:00:00 +0000] "GET /some/path HTTP/2.0" 200 12312 "https://10.0.0.1/some/referer" "curl/8" 462 0.050 [some-upstream-service-9000] [some-other-upstream-5000] 10.0.50.80:9000 19437 0.049 200 752178adb17130b291aefd8c386279e7', "ingress_upstreaminfo")""",
        """{"body_bytes_size":12312,"http_referer":"https://10.0.0.1/some/referer","http_user_agent":"curl/8","proxy_alternative_upstream_name":"some-other-upstream-5000","proxy_upstream_name":"some-upstream-service-9000","remote_addr":"0.0.0.0","req_id":"752178adb17130b291aefd8c386279e7","request":"GET /some/path HTTP/2.0","request_length":462,"request_time":0.05,"status":200,"timestamp":"2023-03-18T15:00:00Z","upstream_addr":"10.0.50.80:9000","upstream_response_length":19437,"upstream_response_time":0.049,"upstream_status":200}"""
    )]
    [InlineData(
        """parse_nginx_log!(s'172.24.0.3 - - [31/Dec/2024:17:32:06 +0000] "GET / HTTP/1.1" 200 615 "-" "curl" "-"', "main")""",
        """{"body_bytes_size":615,"http_user_agent":"curl","remote_addr":"172.24.0.3","request":"GET / HTTP/1.1","status":200,"timestamp":"2024-12-31T17:32:06Z"}"""
    )]
    public void Nginx_logs_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
