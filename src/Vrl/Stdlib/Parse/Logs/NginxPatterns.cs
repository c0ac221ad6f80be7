namespace Freshet.Vrl.Stdlib.Parse.Logs;

/// <summary>The lines of nginx's logs: https://nginx.org/en/docs/http/ngx_http_log_module.html</summary>
internal static class NginxPatterns
{
    private const string AddressAndUser =
        @"^\s*(-|(?<remote_addr>\S+))\s+-\s+(-|(?<remote_user>\S+))\s+\[(?<timestamp>[^\]]+)\]\s+";

    private const string RequestToAgent =
        @"""(?<request>[^""]*)""\s+(?<status>\d+)\s+(?<body_bytes_size>\d+)\s+""(-|(?<http_referer>[^""]*))""\s+""(-|(?<http_user_agent>[^""]+))""\s+";

    public static LogPattern Combined { get; } =
        new(
            @"^\s*(-|(?<client>\S+))\s+-\s+(-|(?<user>\S+))\s+\[(?<timestamp>.+)\]\s+",
            @"""(?<request>[^""]*)""\s+(?<status>\d+)\s+(?<size>\d+)\s+",
            @"""(?<referer>[^""]*)""\s+""(?<agent>[^""]*)""(\s+""(-|(?<compression>[^""]+))"")?\s*$"
        );

    /// <summary>The format of packages for Linux.</summary>
    public static LogPattern Main { get; } =
        new(AddressAndUser, RequestToAgent, @"""(-|(?<http_x_forwarded_for>[^""]+))""\s*$");

    /// <summary>The format of the ingress controller for Kubernetes.</summary>
    public static LogPattern Ingress { get; } =
        new(
            AddressAndUser,
            RequestToAgent,
            @"(?<request_length>\d+)\s+(?<request_time>\d+\.\d+)\s+\[(?<proxy_upstream_name>[^\]]+)\]\s+",
            @"\[(?<proxy_alternative_upstream_name>[^\]]+)?\]\s+(?<upstream_addr>\S+)\s+",
            @"(-|(?<upstream_response_length>\d+))\s+(-|(?<upstream_response_time>\d+\.\d+))\s+",
            @"(-|(?<upstream_status>\d+))\s+(?<req_id>\S+)\s*$"
        );

    public static LogPattern Error { get; } =
        new(
            @"^\s*(?<timestamp>.+)\s+\[(?<severity>\w+)\]\s+(?<pid>\d+)#(?<tid>\d+):(\s+\*(?<cid>\d+))?",
            @"\s+(?<message>.+?)",
            @"(,\s+excess:\s+(?<excess>[^\s,]+),?\sby\szone\s""(?<zone>[^,]+)"")?",
            @"(,\s+client:\s+(?<client>[^,]+))?(,\s+server:\s+(?<server>[^,]*))?",
            @"(,\s+request:\s+""(?<request>[^""]*)"")?(,\s+upstream:\s+""(?<upstream>[^""]*)"")?",
            @"(,\s+host:\s+""(?<host>[^""]*)"")?(,\s+refer?rer:\s+""(?<referer>[^""]*)"")?\s*$"
        );
}
