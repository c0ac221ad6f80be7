using Freshet.Management.Grpc.Protos;
using Freshet.Management.Grpc.Protos.Health;
using Freshet.Management.Grpc.Services;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management.Grpc;

public sealed class DescriptorIndexTests
{
    private readonly DescriptorIndex index = new([
        SseReflection.Descriptor,
        HealthReflection.Descriptor,
    ]);

    [Theory]
    [InlineData("sse.SSEManagementService", "sse.proto")]
    [InlineData("sse.SSEManagementService.GetClients", "sse.proto")]
    [InlineData("sse.ClientInfo", "sse.proto")]
    [InlineData("sse.ClientInfo.remote_addr", "sse.proto")]
    [InlineData("google.protobuf.Timestamp", "google/protobuf/timestamp.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")]
    public void Whatever_has_a_name_is_found_in_its_file(string symbol, string file) =>
        index.FileOf(symbol)!.Name.ShouldBe(file);

    [Theory]
    [InlineData("")]
    [InlineData("sse")]
    [InlineData(".sse.ClientInfo")]
    [InlineData("sse.clientinfo")]
    [InlineData("google.protobuf.Any")]
    public void What_is_not_defined_is_not_found(string symbol) =>
        index.FileOf(symbol).ShouldBeNull();

    [Fact]
    public void A_file_comes_with_all_that_it_imports() =>
        DescriptorIndex
            .WithImports(index.File("sse.proto")!)
            .Select(file => file.Name)
            .ShouldBe(["sse.proto", "google/protobuf/timestamp.proto"]);

    [Fact]
    public void Messages_are_told_from_what_is_none()
    {
        index.IsMessage("sse.ClientInfo").ShouldBeTrue();
        index.IsMessage("sse.SSEManagementService").ShouldBeFalse();
    }
}
