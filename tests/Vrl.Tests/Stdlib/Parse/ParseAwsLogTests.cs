using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseAwsLogTests
{
    [Theory]
    [InlineData(
        """parse_aws_alb_log!(s'http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337364-23a8c76965a2ef7629b185e3" "-" "-" 0 2018-11-30T22:22:48.364000Z "forward" "-" "-" "-" "-" "-" "-"')""",
        """{"actions_executed":"forward","chosen_cert_arn":null,"classification":null,"classification_reason":null,"client_host":"192.168.131.39:2817","domain_name":null,"elb":"app/my-loadbalancer/50dc6c495c0c9188","elb_status_code":"200","error_reason":null,"matched_rule_priority":"0","received_bytes":34,"redirect_url":null,"request_creation_time":"2018-11-30T22:22:48.364000Z","request_method":"GET","request_processing_time":0.0,"request_protocol":"HTTP/1.1","request_url":"http://www.example.com:80/","response_processing_time":0.0,"sent_bytes":366,"ssl_cipher":null,"ssl_protocol":null,"target_group_arn":"arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067","target_host":null,"target_port_list":[],"target_processing_time":0.001,"target_status_code":"200","target_status_code_list":[],"timestamp":"2018-11-30T22:23:00.186641Z","trace_id":"Root=1-58337364-23a8c76965a2ef7629b185e3","traceability_id":null,"type":"http","user_agent":"curl/7.46.0"}"""
    )]
    [InlineData(
        "parse_aws_alb_log!(s'')",
        """failed to get field `type`: Parsing Error: ("", TakeWhile1)"""
    )]
    [InlineData(
        "parse_aws_alb_log!(s'http')",
        """failed to get field `timestamp`: Parsing Error: ("", Char)"""
    )]
    [InlineData(
        "parse_aws_alb_log!(s'http x')",
        """failed to get field `timestamp`: Parsing Error: ("x", TakeWhile1)"""
    )]
    public void Load_balancer_logs_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_aws_vpc_flow_log!("2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA")""",
        """{"account_id":"123456789010","action":null,"bytes":null,"dstaddr":null,"dstport":null,"end":1431280934,"interface_id":"eni-1235b8ca123456789","log_status":"NODATA","packets":null,"protocol":null,"srcaddr":null,"srcport":null,"start":1431280876,"version":2}"""
    )]
    [InlineData(
        """parse_aws_vpc_flow_log!("2 123 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK")""",
        """{"account_id":"123","action":"ACCEPT","bytes":4249,"dstaddr":"172.31.16.21","dstport":22,"end":1418530070,"interface_id":"eni-1","log_status":"OK","packets":20,"protocol":6,"srcaddr":"172.31.16.139","srcport":20641,"start":1418530010,"version":2}"""
    )]
    [InlineData("""parse_aws_vpc_flow_log!("2")""", "no item for key: `account_id`")]
    [InlineData(
        """parse_aws_vpc_flow_log!("")""",
        "failed to parse value as i64 (key: `version`): ``"
    )]
    [InlineData(
        """parse_aws_vpc_flow_log!("2 123 eni-1 - - - - - - - x 1 - NODATA")""",
        "failed to parse value as i64 (key: `start`): `x`"
    )]
    [InlineData(
        """parse_aws_vpc_flow_log!("2 123456789010 eni-1 - - - - - - - 1 1 - NODATA more")""",
        "no key for value: `more`"
    )]
    [InlineData(
        """parse_aws_vpc_flow_log!("eni-1 3 -", format: "interface_id version vpc_id")""",
        """{"interface_id":"eni-1","version":3,"vpc_id":null}"""
    )]
    [InlineData("""parse_aws_vpc_flow_log!("a", format: "nope")""", "unknown key: `nope`")]
    public void Flow_logs_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
