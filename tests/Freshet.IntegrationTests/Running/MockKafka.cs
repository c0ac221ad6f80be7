using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace Freshet.IntegrationTests.Running;

/// <summary>
/// The cluster that librdkafka brings along for tests: one broker on a port of 127.0.0.1, in this process and in memory. Unlike <see cref="KafkaBroker"/> it has
/// headers, timestamps and idempotent producers, and fails when told to. It makes topics as they are first asked for, of four partitions each.
/// </summary>
internal sealed class MockKafka : IDisposable
{
    private const string Library = "librdkafka.so.1";
    private const int Producer = 0;

    private static readonly (string Name, string Value)[] Settings =
    [
        ("test.mock.num.brokers", "1"),
        ("log_level", "0"),
    ];

    /// <summary>Requests by their numbers in Kafka's protocol.</summary>
    public enum Request : short
    {
        Produce = 0,
        Fetch = 1,
        Metadata = 3,
        InitProducerId = 22,
    }

    /// <summary>The client that the cluster is part of, and that does nothing else.</summary>
    private readonly nint host;
    private readonly nint cluster;

    private MockKafka()
    {
        var reason = new byte[512];
        var settings = NewSettings();
        foreach (var (name, value) in Settings)
        {
            Check(Set(settings, Encode(name), Encode(value), reason, (nuint)reason.Length));
        }
        host = NewClient(Producer, settings, reason, (nuint)reason.Length);
        if (host == 0)
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(reason).TrimEnd('\0'));
        }
        cluster = ClusterOf(host);
        Address = Marshal.PtrToStringUTF8(AddressOf(cluster))!;
    }

    /// <summary>As <c>brokers</c> takes it.</summary>
    public string Address { get; }

    public static MockKafka Start(params (string Topic, int Partitions)[] topics)
    {
        var mock = new MockKafka();
        foreach (var (topic, partitions) in topics)
        {
            Check(CreateTopic(mock.cluster, Encode(topic), partitions, 1));
        }
        return mock;
    }

    /// <summary>Answers the next requests of that kind with these errors, one each.</summary>
    public void Fail(Request request, params ErrorCode[] errors) =>
        PushErrors(
            cluster,
            (short)request,
            (nuint)errors.Length,
            Array.ConvertAll(errors, error => (int)error)
        );

    /// <summary>From now on whoever asks for the topic is told that error; <see cref="ErrorCode.NoError"/> ends that.</summary>
    public void FailTopic(string topic, ErrorCode error) =>
        SetTopicError(cluster, Encode(topic), (int)error);

    public void Dispose() => DestroyClient(host);

    private static byte[] Encode(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new KafkaException((ErrorCode)error);
        }
    }

    [DllImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static extern nint NewSettings();

    [DllImport(Library, EntryPoint = "rd_kafka_conf_set")]
    private static extern int Set(
        nint settings,
        byte[] name,
        byte[] value,
        [Out] byte[] reason,
        nuint reasonSize
    );

    [DllImport(Library, EntryPoint = "rd_kafka_new")]
    private static extern nint NewClient(
        int type,
        nint settings,
        [Out] byte[] reason,
        nuint reasonSize
    );

    [DllImport(Library, EntryPoint = "rd_kafka_destroy")]
    private static extern void DestroyClient(nint client);

    [DllImport(Library, EntryPoint = "rd_kafka_handle_mock_cluster")]
    private static extern nint ClusterOf(nint client);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static extern nint AddressOf(nint cluster);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_create")]
    private static extern int CreateTopic(nint cluster, byte[] topic, int partitions, int replicas);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static extern void PushErrors(nint cluster, short request, nuint count, int[] errors);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_set_error")]
    private static extern void SetTopicError(nint cluster, byte[] topic, int error);
}
