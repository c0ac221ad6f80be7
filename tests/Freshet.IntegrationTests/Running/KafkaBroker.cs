using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Freshet.IntegrationTests.Running;

/// <summary>
/// A real broker, Apache Kafka 0.9.0.1, and the ZooKeeper that it needs, on free ports of 127.0.0.1. It makes topics as they are first written to, of
/// three partitions each. It can be killed and started again on the same data; it ends with the process that started it, however that ends.
/// </summary>
internal sealed class KafkaBroker : IAsyncDisposable
{
    /// <summary>Where <c>./do</c> has put the jars.</summary>
    private const string JarsVariable = "FRESHET_KAFKA_JARS";

    /// <summary>
    /// What a client of so old a broker must be told, as a table of TOML: it cannot ask which requests it knows, and has no idempotent producers. The rest
    /// makes a group notice within seconds that a member is gone.
    /// </summary>
    public const string Properties =
        """{ "api.version.request" = false, "broker.version.fallback" = "0.9.0.1", "session.timeout.ms" = 6000, "heartbeat.interval.ms" = 500 }""";

    /// <summary>The same as a text of the environment.</summary>
    public const string Pairs =
        "api.version.request=false,broker.version.fallback=0.9.0.1,session.timeout.ms=6000,heartbeat.interval.ms=500";

    /// <summary>How many partitions a topic has.</summary>
    public const int Partitions = 3;

    /// <summary>A start takes 5 s on a quiet machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("freshet-kafka-");
    private readonly int zooKeeperPort = FreePort();
    private Java? zooKeeper;
    private Java? kafka;

    private KafkaBroker() => Port = FreePort();

    public int Port { get; }

    /// <summary>As <c>brokers</c> takes it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>The ids of the processes that it and its ZooKeeper began with; Java is a child of each.</summary>
    public IReadOnlyList<int> Processes =>
        [.. new[] { kafka, zooKeeper }.OfType<Java>().Select(java => java.Id)];

    public static async Task<KafkaBroker> StartAsync(CancellationToken stopping = default)
    {
        var broker = new KafkaBroker();
        try
        {
            await broker.StartZooKeeperAsync(stopping);
            await broker.StartAgainAsync(stopping);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the broker as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        await kafka!.DisposeAsync();
        kafka = null;
    }

    /// <summary>Starts it on the data that it left, and returns once it takes requests.</summary>
    public async Task StartAgainAsync(CancellationToken stopping = default)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            kafka = Java.Start(
                ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC"],
                ["kafka.Kafka", await WriteAsync("server.properties", ServerProperties())],
                await WriteAsync("log4j.properties", LogProperties)
            );
            if (await kafka.SaysAsync("started (kafka.server.KafkaServer)", Patience, stopping))
            {
                return;
            }
            // ZooKeeper believes for a while that the one which was killed is still there, and takes no second.
            var output = kafka.Output;
            await kafka.DisposeAsync();
            kafka = null;
            if (watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"Kafka did not start:\n{output}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var java in new[] { kafka, zooKeeper })
        {
            if (java is not null)
            {
                await java.DisposeAsync();
            }
        }
        folder.Delete(recursive: true);
    }

    private async Task StartZooKeeperAsync(CancellationToken stopping)
    {
        var properties = $"""
            dataDir={folder.FullName}/zookeeper
            clientPort={zooKeeperPort}
            clientPortAddress=127.0.0.1
            maxClientCnxns=0
            tickTime=500
            """;
        zooKeeper = Java.Start(
            ["-Xmx96m"],
            [
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                await WriteAsync("zookeeper.properties", properties),
            ],
            await WriteAsync("log4j.properties", LogProperties)
        );
        if (!await zooKeeper.SaysAsync("binding to port", Patience, stopping))
        {
            throw new InvalidOperationException($"ZooKeeper did not start:\n{zooKeeper.Output}");
        }
    }

    private string ServerProperties() =>
        $"""
            broker.id=0
            listeners=PLAINTEXT://127.0.0.1:{Port}
            advertised.listeners=PLAINTEXT://127.0.0.1:{Port}
            log.dirs={folder.FullName}/kafka
            zookeeper.connect=127.0.0.1:{zooKeeperPort}
            zookeeper.connection.timeout.ms=20000
            zookeeper.session.timeout.ms=4000
            num.partitions={Partitions}
            auto.create.topics.enable=true
            default.replication.factor=1
            offsets.topic.num.partitions=1
            offsets.topic.replication.factor=1
            group.min.session.timeout.ms=1000
            group.max.session.timeout.ms=300000
            num.network.threads=2
            num.io.threads=2
            log.cleaner.enable=false
            """;

    private const string LogProperties = """
        log4j.rootLogger=INFO, stdout
        log4j.appender.stdout=org.apache.log4j.ConsoleAppender
        log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
        log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
        """;

    private async Task<string> WriteAsync(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A Java program, its output kept.</summary>
    private sealed class Java : IAsyncDisposable
    {
        /// <summary>Its standard input ends when this process does, in whatever way, and then so does the program.</summary>
        private const string Guarded = """
            "$@" < /dev/null & program=$!
            { cat > /dev/null; kill -9 "$program"; } <&0 & guard=$!
            wait "$program"; kill "$guard"
            """;

        private readonly Process shell;
        private readonly StringBuilder output = new();

        private Java(Process shell) => this.shell = shell;

        public int Id => shell.Id;

        public string Output
        {
            get
            {
                lock (output)
                {
                    return output.ToString();
                }
            }
        }

        public static Java Start(string[] machine, string[] program, string logProperties)
        {
            var jars =
                Environment.GetEnvironmentVariable(JarsVariable)
                ?? throw new InvalidOperationException(
                    $"{JarsVariable} does not name the folder of Kafka's jars: run the tests with ./do test"
                );
            var start = new ProcessStartInfo("bash")
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            string[] arguments =
            [
                "-c",
                Guarded,
                "bash",
                "java",
                .. machine,
                $"-Dlog4j.configuration=file:{logProperties}",
                "-cp",
                Path.Combine(jars, "*"),
                .. program,
            ];
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
            var java = new Java(Process.Start(start)!);
            java.shell.OutputDataReceived += (_, line) => java.Keep(line.Data);
            java.shell.ErrorDataReceived += (_, line) => java.Keep(line.Data);
            java.shell.BeginOutputReadLine();
            java.shell.BeginErrorReadLine();
            return java;
        }

        /// <summary>Whether its output has the text, before it ends by itself.</summary>
        public async Task<bool> SaysAsync(string text, TimeSpan within, CancellationToken stopping)
        {
            var watch = Stopwatch.StartNew();
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (watch.Elapsed < within)
            {
                if (Output.Contains(text, StringComparison.Ordinal))
                {
                    return true;
                }
                if (shell.HasExited)
                {
                    return false;
                }
                await timer.WaitForNextTickAsync(stopping);
            }
            return false;
        }

        public async ValueTask DisposeAsync()
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync();
            shell.Dispose();
        }

        private void Keep(string? line)
        {
            if (line is not null)
            {
                lock (output)
                {
                    output.AppendLine(line);
                }
            }
        }
    }
}
