using Freshet.IntegrationTests.Running;

namespace Freshet.IntegrationTests.Terraform;

/// <summary>The states of <c>tests/data/terraform</c>, as text, and where they are put.</summary>
internal static class Network
{
    public static string Seven { get; } = Read("network.tfstate");

    public static string Eight { get; } = Read("network-8.tfstate");

    /// <summary>What is different between the two.</summary>
    public static readonly string[] Changes =
    [
        "modified aws_iam_policy.example",
        "modified aws_db_instance.main",
        "created aws_sqs_queue.jobs",
        "deleted module.net[\"eu\"].module.subnets[0].aws_subnet.private[1]",
    ];

    public static string Read(string name) =>
        File.ReadAllText(Repository.At("tests", "data", "terraform", name));

    public static string WithSerial(string state, int serial) =>
        state.Replace("\"serial\": 8", $"\"serial\": {serial}", StringComparison.Ordinal);

    /// <summary>Puts a file in the place of another at once, as Terraform's wrappers do.</summary>
    public static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
