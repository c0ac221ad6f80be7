using System.Globalization;
using Npgsql;

namespace Freshet.Sinks.Db;

/// <summary>
/// The address of a database in the form of libpq (PostgreSQL documentation, section 34.1.1.2): <c>postgres://user:password@host:port/database?sslmode=…</c>, hosts parted by
/// commas, a percent-encoded folder in place of a host for a socket of this machine.
/// </summary>
/// <param name="Settings">What Npgsql is told of it.</param>
/// <param name="Session">Which of several hosts will do.</param>
/// <param name="Given">The parameters that it has, by their names in libpq.</param>
/// <param name="Schema">The first of its <c>search_path</c>, in which tables without a schema are; null where it has none.</param>
internal sealed record DbUrl(
    NpgsqlConnectionStringBuilder Settings,
    TargetSessionAttributes Session,
    IReadOnlySet<string> Given,
    string? Schema
)
{
    private const int DefaultPort = 5432;
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>What parameters set, by their names in libpq. One returns false where the value is none of its own.</summary>
    private static readonly Dictionary<
        string,
        Func<NpgsqlConnectionStringBuilder, string, bool>
    > Parameters = new(StringComparer.Ordinal)
    {
        ["application_name"] = Text((settings, value) => settings.ApplicationName = value),
        ["channel_binding"] = Named<ChannelBinding>((s, value) => s.ChannelBinding = value),
        ["connect_timeout"] = Seconds((settings, value) => settings.Timeout = value),
        ["dbname"] = Text((settings, value) => settings.Database = value),
        ["gssencmode"] = Named<GssEncryptionMode>((s, value) => s.GssEncryptionMode = value),
        ["host"] = Text((settings, value) => settings.Host = value),
        ["keepalives_idle"] = Seconds((settings, value) => settings.TcpKeepAliveTime = value),
        ["keepalives_interval"] = Seconds((s, value) => s.TcpKeepAliveInterval = value),
        ["options"] = Text((settings, value) => settings.Options = value),
        ["password"] = Text((settings, value) => settings.Password = value),
        ["require_auth"] = Text((settings, value) => settings.RequireAuth = value),
        // Not libpq's: sqlx and psycopg have it.
        ["search_path"] = Text((settings, value) => settings.SearchPath = value),
        ["sslcert"] = Text((settings, value) => settings.SslCertificate = value),
        ["sslkey"] = Text((settings, value) => settings.SslKey = value),
        ["sslmode"] = Named<SslMode>((settings, value) => settings.SslMode = value),
        ["sslnegotiation"] = Named<SslNegotiation>((s, value) => s.SslNegotiation = value),
        ["sslpassword"] = Text((settings, value) => settings.SslPassword = value),
        ["sslrootcert"] = Text((settings, value) => settings.RootCertificate = value),
        ["user"] = Text((settings, value) => settings.Username = value),
    };

    /// <summary>Reads the address.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="fault">What is wrong with it, without any part of it that may be secret; null where nothing is.</param>
    public static DbUrl? Read(string text, out string? fault)
    {
        var scheme = Schemes.FirstOrDefault(known =>
            text.StartsWith(known, StringComparison.OrdinalIgnoreCase)
        );
        if (scheme is null)
        {
            fault = "it does not begin with postgres:// or postgresql://";
            return null;
        }
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "localhost",
            Port = DefaultPort,
            // Each connection would ask for Kerberos first, which needs a library that is seldom there.
            GssEncryptionMode = GssEncryptionMode.Disable,
            ApplicationName = "freshet",
        };
        var rest = text[scheme.Length..];
        var end = rest.IndexOfAny(['/', '?']);
        var authority = end < 0 ? rest : rest[..end];
        var (path, query) = Split(end < 0 ? "" : rest[end..], '?');
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Split(authority[..at], ':');
            // What is empty is not said, and the environment's counts.
            settings.Username = user.Length > 0 ? Uri.UnescapeDataString(user) : null;
            settings.Password = password.Length > 0 ? Uri.UnescapeDataString(password) : null;
        }
        fault = ReadHosts(settings, authority[(at + 1)..]);
        if (path.Length > 1)
        {
            settings.Database = Uri.UnescapeDataString(path[1..]);
        }
        var session = TargetSessionAttributes.Any;
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (written, value) = Split(pair, '=');
            value = Uri.UnescapeDataString(value);
            // sqlx writes ssl-mode, libpq sslmode.
            var name = written.Replace("ssl-", "ssl").Replace('-', '_').Replace("root_", "root");
            given.Add(name);
            if (name == "target_session_attrs")
            {
                fault ??= ReadSession(value, out session);
            }
            else
            {
                fault ??= Set(settings, name, value);
            }
        }
        var schema = settings.SearchPath?.Split(',')[0].Trim();
        if (schema is not null && !TableName.IsName(schema))
        {
            fault ??= "its search_path does not begin with the name of a schema";
        }
        if (fault is not null)
        {
            return null;
        }
        if (settings.Host.Contains(',') && session == TargetSessionAttributes.Any)
        {
            // After a failover the old primary may be a standby, and a sink writes.
            session = TargetSessionAttributes.ReadWrite;
        }
        return new(settings, session, given, schema);
    }

    private static string? ReadHosts(NpgsqlConnectionStringBuilder settings, string hosts)
    {
        var read = new List<string>();
        foreach (var host in hosts.Split(','))
        {
            var colon = host.LastIndexOf(':');
            var hasPort = colon > host.LastIndexOf(']');
            var port = DefaultPort;
            if (
                hasPort
                && colon < host.Length - 1
                && !(
                    int.TryParse(
                        host.AsSpan(colon + 1),
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out port
                    ) && port is > 0 and <= ushort.MaxValue
                )
            )
            {
                return "its port is no number from 1 to 65535; a password with :, @, / or # in it is written percent-encoded";
            }
            var name = Uri.UnescapeDataString(hasPort ? host[..colon] : host);
            if (name.StartsWith('/'))
            {
                if (hosts.Contains(','))
                {
                    return "a socket of this machine cannot be one of several hosts";
                }
                (settings.Host, settings.Port) = (name, port);
                return null;
            }
            if (name.AsSpan().ContainsAny(" ,;@/"))
            {
                return "its host has a character that no host's name has";
            }
            read.Add($"{(name.Length == 0 ? "localhost" : name)}:{port}");
        }
        settings.Host = string.Join(',', read);
        return null;
    }

    private static string? ReadSession(string value, out TargetSessionAttributes session)
    {
        session = TargetSessionAttributes.ReadWrite;
        switch (value)
        {
            case "any":
                session = TargetSessionAttributes.Any;
                return null;
            case "primary":
                session = TargetSessionAttributes.Primary;
                return null;
            case "read-write":
                return null;
            default:
                return "its target_session_attrs is none of any, read-write, primary: a sink writes";
        }
    }

    private static string? Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        if (!Parameters.TryGetValue(name, out var set))
        {
            return $"its parameter {name} is not known; there are {string.Join(", ", Parameters.Keys.Append("target_session_attrs").Order(StringComparer.Ordinal))}";
        }
        try
        {
            return set(settings, value) ? null : $"its {name} has a value that is not known";
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return $"its {name} has a value that is not known";
        }
    }

    private static Func<NpgsqlConnectionStringBuilder, string, bool> Text(
        Action<NpgsqlConnectionStringBuilder, string> set
    ) =>
        (settings, value) =>
        {
            set(settings, value);
            return true;
        };

    private static Func<NpgsqlConnectionStringBuilder, string, bool> Seconds(
        Action<NpgsqlConnectionStringBuilder, int> set
    ) =>
        (settings, value) =>
        {
            var isNumber = int.TryParse(
                value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            );
            // More is no time that anybody waits, and 1024 is the most that Npgsql takes.
            if (isNumber && seconds is > 0 and <= 1024)
            {
                set(settings, seconds);
                return true;
            }
            return false;
        };

    /// <summary>Npgsql's names are those of libpq in another spelling: <c>verify-full</c> is <c>VerifyFull</c>.</summary>
    private static Func<NpgsqlConnectionStringBuilder, string, bool> Named<T>(
        Action<NpgsqlConnectionStringBuilder, T> set
    )
        where T : struct, Enum =>
        (settings, value) =>
        {
            var name = value.Replace("-", "", StringComparison.Ordinal);
            var known = Enum.GetNames<T>()
                .FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known is not null)
            {
                set(settings, Enum.Parse<T>(known));
            }
            return known is not null;
        };

    private static (string Before, string After) Split(string text, char at)
    {
        var index = text.IndexOf(at);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
