using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Freshet.IntegrationTests.Http;
using Npgsql;
using Shouldly;

namespace Freshet.IntegrationTests.Running;

/// <summary>
/// Debian's PostgreSQL on a free port of 127.0.0.1, in a temporary folder: passwords are asked for (SCRAM), TLS is spoken, and nothing is synced. It can be killed and started again
/// on the same data.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "p@ss/wörd";

    private const string Install = "install Debian's postgresql";
    private const string Programs = "/usr/lib/postgresql";
    private const string Account = "postgres";

    /// <summary>A sink that failed often waits half a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int Kill = 9;
    private const int Quit = 3;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("freshet-pg-");
    private readonly int port = FreePort();
    private ChildProcess? process;
    private int databases;

    private PostgresServer() { }

    /// <summary>Who signed its certificate.</summary>
    public TestAuthority Authority { get; } = new();

    private string Data => Path.Combine(folder.FullName, "data");

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        try
        {
            await server.InitAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a database, as <c>url</c> takes it.</summary>
    public string Url(string database, string? password = null, string parameters = "") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"postgres://{Account}:{Uri.EscapeDataString(password ?? Password)}@127.0.0.1:{port}/{database}{parameters}"
        );

    /// <summary>Makes an empty database that no other test has.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"d{Interlocked.Increment(ref databases)}"
        );
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of each row, as text.</summary>
    public async Task<List<string>> ReadAsync(string database, string sql)
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var read = new List<string>();
        while (await reader.ReadAsync())
        {
            read.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }
        return read;
    }

    /// <summary>Returns once the table has so many rows; a moment later it may have more.</summary>
    public async Task HasRowsAsync(string database, string table, int count, bool orMore = false)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var rows = int.Parse(
                (await ReadAsync(database, $"SELECT count(*) FROM {table}"))[0],
                CultureInfo.InvariantCulture
            );
            if (rows == count || (orMore && rows > count))
            {
                return;
            }
            watch.Elapsed.ShouldBeLessThan(Patience, $"{rows} rows and not {count}");
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does; what it began for its clients ends by itself.</summary>
    public async Task KillAsync()
    {
        process!.Signal(Kill);
        await process.ExitAsync();
        await process.DisposeAsync();
        process = null;
    }

    /// <summary>Starts it on the data that is there, and returns once it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        while (true)
        {
            process = Run(
                "postgres",
                "-D",
                Data,
                "-k",
                folder.FullName,
                "-h",
                "127.0.0.1",
                "-p",
                port.ToString(CultureInfo.InvariantCulture),
                "-c",
                "fsync=off",
                "-c",
                "ssl=on",
                "-c",
                $"ssl_cert_file={folder.FullName}/server.pem",
                "-c",
                $"ssl_key_file={folder.FullName}/server.key"
            );
            var started = process;
            await Eventually.Holds(
                () =>
                    started.Errors.Contains("ready to accept", StringComparison.Ordinal)
                    || started.Errors.Contains("FATAL", StringComparison.Ordinal),
                () => started.Errors
            );
            if (started.Errors.Contains("ready to accept", StringComparison.Ordinal))
            {
                return;
            }
            // While a process of the one that was killed still ends, no other may start.
            started.Errors.ShouldContain("still in use");
            await started.ExitAsync();
            await started.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            // At once, and with all that it began.
            process.Signal(Quit);
            await process.ExitAsync();
            await process.DisposeAsync();
        }
        Authority.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task InitAsync()
    {
        using var certificate = Authority.RsaServer();
        await WriteAsync("password", Password);
        await WriteAsync("server.pem", certificate.ExportCertificatePem());
        await WriteAsync("server.key", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        // Neither a key nor a folder that others may read is taken.
        await ChangeAsync("chmod", "go=");
        if (Environment.IsPrivilegedProcess)
        {
            await ChangeAsync("chown", Account);
        }
        await using var init = Run(
            "initdb",
            "-D",
            Data,
            "-U",
            Account,
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
            "--auth=scram-sha-256",
            $"--pwfile={folder.FullName}/password"
        );
        (await init.ExitAsync()).ShouldBe(0, init.Errors);
    }

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text);

    private async Task ChangeAsync(string program, string to)
    {
        await using var change = ChildProcess.Start(
            program,
            "install coreutils",
            ["-R", to, folder.FullName]
        );
        (await change.ExitAsync()).ShouldBe(0, $"{Install}: {change.Errors}");
    }

    private async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = Account,
            Password = Password,
            Database = database,
            Pooling = false,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Starts one of its programs, by an account of little power where this one is root, whom PostgreSQL refuses.</summary>
    private static ChildProcess Run(string program, params string[] arguments)
    {
        Directory.Exists(Programs).ShouldBeTrue(Install);
        var path = Directory
            .GetDirectories(Programs)
            .Select(version => Path.Combine(version, "bin", program))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .LastOrDefault();
        path.ShouldNotBeNull(Install);
        return Environment.IsPrivilegedProcess
            ? ChildProcess.Start(
                "setpriv",
                "install util-linux",
                [$"--reuid={Account}", $"--regid={Account}", "--clear-groups", path, .. arguments]
            )
            : ChildProcess.Start(path, Install, arguments);
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
