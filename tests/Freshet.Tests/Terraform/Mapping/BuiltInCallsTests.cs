using Freshet.Cli;
using Freshet.Terraform.Mapping;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Mapping;

public sealed class BuiltInCallsTests
{
    private static readonly ApiCallMap Map = ApiCallMap.BuiltIn;

    [Fact]
    public void Every_file_in_data_is_built_in_and_reads_without_a_word()
    {
        var diagnostics = new List<Diagnostic>();
        ApiCallMap.Build(ApiCallMap.BuiltInFiles(), diagnostics);
        diagnostics.Select(diagnostic => diagnostic.Render()).ShouldBeEmpty();
        ApiCallMap
            .BuiltInFiles()
            .Select(file => file.Origin)
            .ShouldBe(
                Directory
                    .GetFiles(Path.Combine(Repository.Root, "data"))
                    .Select(path => $"data/{Path.GetFileName(path)}"),
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("aws", 200)]
    [InlineData("gcp", 60)]
    [InlineData("azure", 40)]
    public void Each_provider_has_its_calls(string provider, int least) =>
        Map.Calls(Enum.Parse<CloudProvider>(provider, ignoreCase: true))
            .Count()
            .ShouldBeGreaterThanOrEqualTo(least);

    [Theory]
    [InlineData("ec2")]
    [InlineData("vpc")]
    [InlineData("security_groups")]
    [InlineData("iam")]
    [InlineData("s3")]
    [InlineData("rds")]
    [InlineData("lambda")]
    [InlineData("kms")]
    [InlineData("ecs")]
    [InlineData("eks")]
    [InlineData("dynamodb")]
    [InlineData("elb")]
    [InlineData("route53")]
    [InlineData("cloudfront")]
    [InlineData("sns")]
    [InlineData("sqs")]
    [InlineData("cloudwatch")]
    [InlineData("secretsmanager")]
    [InlineData("ssm")]
    public void Each_service_of_AWS_that_is_promised_has_calls(string group) =>
        Map.Calls(CloudProvider.Aws).Count(call => call.Group == group).ShouldBeGreaterThan(5);

    [Fact]
    public void No_mapped_call_has_a_name_that_only_reads()
    {
        var calls = Enum.GetValues<CloudProvider>().SelectMany(Map.Calls);
        foreach (var call in calls)
        {
            foreach (var name in call.FullNames)
            {
                Map.Find(call.Provider, call.Service, name).Call.ShouldBeSameAs(call, name);
                Map.ReadOnlyPatterns(call.Provider)
                    .Where(pattern => NamePattern.Matches(pattern, name, call.Provider))
                    .ShouldBeEmpty(name);
            }
        }
    }

    [Theory]
    [InlineData("aws", "ec2.amazonaws.com", "DescribeInstances")]
    [InlineData("aws", "new.amazonaws.com", "ListAnything")]
    [InlineData("aws", "kms.amazonaws.com", "GenerateDataKeyWithoutPlaintext")]
    [InlineData("aws", "sts.amazonaws.com", "GetFederationToken")]
    [InlineData("aws", "dynamodb.amazonaws.com", "Query")]
    [InlineData("gcp", "compute.googleapis.com", "v1.compute.instances.aggregatedList")]
    [InlineData("gcp", "iam.googleapis.com", "google.iam.admin.v1.ListServiceAccounts")]
    [InlineData("gcp", "storage.googleapis.com", "storage.objects.create")]
    [InlineData("azure", "", "MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION")]
    [InlineData("azure", "", "Microsoft.Anything/things/read")]
    public void Calls_that_merely_read_are_known(string provider, string service, string name) =>
        Kind(provider, service, name).ShouldBe(CallKind.ReadOnly);

    [Theory]
    [InlineData("aws", "ec2.amazonaws.com", "CreateSomethingNew")]
    [InlineData("aws", "lambda.amazonaws.com", "PutItem")]
    [InlineData("aws", "elasticache.amazonaws.com", "TestFailover")]
    [InlineData("gcp", "x.googleapis.com", "google.x.v1.ListenerService.DeleteListener")]
    [InlineData("gcp", "x.googleapis.com", "google.x.v1.Getaways.forget")]
    [InlineData("azure", "", "Microsoft.New/things/write")]
    [InlineData("azure", "", "no operation")]
    public void Other_calls_are_unknown_and_not_taken_for_reads(
        string provider,
        string service,
        string name
    ) => Kind(provider, service, name).ShouldBe(CallKind.Unknown);

    [Fact]
    public void Versions_of_an_API_are_one_call()
    {
        var stable = Map.Find(
            CloudProvider.Gcp,
            "compute.googleapis.com",
            "v1.compute.firewalls.patch"
        );
        stable.Kind.ShouldBe(CallKind.Mapped);
        Map.Find(CloudProvider.Gcp, "compute.googleapis.com", "beta.compute.firewalls.patch")
            .Call.ShouldBeSameAs(stable.Call);
    }

    [Fact]
    public void Azure_writes_its_names_in_any_case() =>
        Map.Find(
                CloudProvider.Azure,
                "",
                "MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE"
            )
            .Kind.ShouldBe(CallKind.Mapped);

    [Fact]
    public void Page_in_docs_is_what_the_files_say() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "cloud-calls.md"))
            .ShouldBe(CloudCallsPage.Print(Map), "print it anew with ./do docs");

    private static CallKind Kind(string provider, string service, string name) =>
        Map.Find(Enum.Parse<CloudProvider>(provider, ignoreCase: true), service, name).Kind;
}
