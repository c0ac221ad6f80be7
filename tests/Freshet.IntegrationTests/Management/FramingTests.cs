using System.Net;
using Freshet.IntegrationTests.Running;
using Freshet.Management.Grpc.Protos;
using Freshet.Management.Grpc.Protos.Health;
using Freshet.Management.Grpc.Protos.Reflection;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>Calls as they stand on the wire, in ways in which a decent client does not make them.</summary>
public sealed class FramingTests
{
    private const string GetStats = "/sse.SSEManagementService/GetStats";
    private const string GetClients = "/sse.SSEManagementService/GetClients";
    private const string DisconnectClient = "/sse.SSEManagementService/DisconnectClient";
    private const string Watch = "/grpc.health.v1.Health/Watch";
    private const string Reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";

    private static readonly byte[] Empty = RawCaller.Frame(new GetStatsRequest());

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    public async Task A_call_is_answered_with_a_message_and_the_outcome_behind_it(string type)
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = await caller.SendAsync(
            HttpMethod.Post,
            GetStats,
            new ByteArrayContent(Empty),
            type
        );

        answer.HttpStatus.ShouldBe(HttpStatusCode.OK);
        answer.Headers["content-type"].ShouldBe("application/grpc");
        answer.Headers["grpc-accept-encoding"].ShouldBe("identity,gzip");
        answer.First<GetStatsResponse>().MaxClients.ShouldBe(100_000);
        answer.Trailers.ShouldBe(new Dictionary<string, string> { ["grpc-status"] = "0" });
        answer.Headers.ShouldNotContainKey("grpc-status");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData(null)]
    public async Task Another_type_of_content_is_415(string? type)
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = await caller.SendAsync(
            HttpMethod.Post,
            GetStats,
            new ByteArrayContent(Empty),
            type
        );

        answer.HttpStatus.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Another_method_than_POST_is_405()
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = await caller.SendAsync(HttpMethod.Get, GetStats, body: null, mediaType: null);

        answer.HttpStatus.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Headers["allow"].ShouldBe("POST");
    }

    [Theory]
    [InlineData("/sse.SSEManagementService/Nothing")]
    [InlineData("/sse.Nothing/GetStats")]
    [InlineData("/sse.SSEManagementService")]
    [InlineData("/sse.SSEManagementService/GetStats/")]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/sse/events")]
    public async Task What_there_is_not_is_unimplemented(string path)
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = await caller.CallAsync(path, Empty);

        answer.IsTrailersOnly.ShouldBeTrue();
        answer.Code.ShouldBe(12);
        answer.Message.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Packed_messages_are_unpacked_and_large_answers_packed_for_who_takes_them()
    {
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync(
            $"/sse/events?event_types={new string('a', 250)}"
        );
        using var caller = new RawCaller(server.GrpcAddress);
        var packed = RawCaller.Frame(RawCaller.Gzip([0x08, 0x01]), flag: 1);
        (string, string)[] gzip = [("grpc-encoding", "gzip"), ("grpc-accept-encoding", "br, gzip")];

        var large = await caller.CallAsync(GetClients, packed, gzip);
        var small = await caller.CallAsync(GetStats, Empty, gzip);
        var plain = await caller.CallAsync(GetClients, packed, gzip[0]);

        large.Headers["grpc-encoding"].ShouldBe("gzip");
        large.IsPacked.ShouldBeTrue();
        large.Body.Length.ShouldBeLessThan(500);
        large.First<GetClientsResponse>().Total.ShouldBe(1);
        small.IsPacked.ShouldBeFalse();
        small.Code.ShouldBe(0);
        plain.IsPacked.ShouldBeFalse();
        plain.Headers.ShouldNotContainKey("grpc-encoding");
        plain.First<GetClientsResponse>().Clients.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_unknown_encoding_is_unimplemented_and_the_known_ones_are_told()
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = await caller.CallAsync(GetStats, Empty, ("grpc-encoding", "snappy"));

        answer.Code.ShouldBe(12);
        answer.Headers["grpc-accept-encoding"].ShouldBe("identity,gzip");
    }

    public static TheoryData<string, byte[], string?, int> Broken =>
        new()
        {
            { "nothing", [], null, 13 },
            { "half a prefix", [0, 0, 0], null, 13 },
            { "a message that does not come", [0, 0, 0, 0, 9, 1], null, 13 },
            { "an unknown flag", [2, 0, 0, 0, 0], null, 13 },
            { "packed without an encoding", RawCaller.Frame(RawCaller.Gzip([]), 1), null, 13 },
            { "no gzip", RawCaller.Frame([1, 2, 3], 1), "gzip", 13 },
            { "gzip that is cut", RawCaller.Frame(RawCaller.Gzip([8, 1])[..^4], 1), "gzip", 13 },
            { "no protobuf", RawCaller.Frame([0xff, 0xff, 0xff]), null, 13 },
            { "a field that is cut", RawCaller.Frame([0x0a, 0x7f, 1]), null, 13 },
            { "two messages", [.. Empty, .. Empty], null, 13 },
            { "a message and a half", [.. Empty, 0, 0], null, 13 },
            { "a length of four gigabytes", [0, 0xff, 0xff, 0xff, 0xff, 1], null, 8 },
            { "a byte too many", RawCaller.Frame(new byte[65_537]), null, 8 },
            { "a bomb", RawCaller.Frame(RawCaller.Gzip(new byte[5_000_000]), 1), "gzip", 8 },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_call_has_its_code_and_the_connection_goes_on(
        string what,
        byte[] body,
        string? encoding,
        int code
    )
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = encoding is null
            ? await caller.CallAsync(DisconnectClient, body)
            : await caller.CallAsync(DisconnectClient, body, ("grpc-encoding", encoding));
        var next = await caller.CallAsync(GetStats, Empty);

        answer.IsTrailersOnly.ShouldBeTrue(what);
        answer.Code.ShouldBe(code, answer.Message);
        answer.Message.ShouldNotBeNullOrEmpty();
        next.Code.ShouldBe(0);
        server.Log.Lines.ShouldNotContain(line =>
            line.StartsWith("Error", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_limit_of_a_message_is_what_the_configuration_says()
    {
        await using var server = await FreshetServer.StartAsync(
            Configurations.WithGrpc + "max_message_bytes = \"4MiB\"\n"
        );
        using var caller = new RawCaller(server.GrpcAddress);
        var request = new DisconnectClientRequest { ClientId = new string('x', 3 << 20) };

        var fits = await caller.CallAsync(DisconnectClient, RawCaller.Frame(request));
        request.ClientId += new string('x', 1 << 20);
        var doesNot = await caller.CallAsync(DisconnectClient, RawCaller.Frame(request));

        fits.Code.ShouldBe(5);
        doesNot.Code.ShouldBe(8);
    }

    [Fact]
    public async Task Words_of_the_caller_are_told_back_encoded_and_cut()
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);
        var request = new DisconnectClientRequest { ClientId = "100% Ä\r\ngrpc-status: 0" };

        var answer = await caller.CallAsync(DisconnectClient, RawCaller.Frame(request));
        request.ClientId = new string('ä', 20_000);
        var cut = await caller.CallAsync(DisconnectClient, RawCaller.Frame(request));

        answer.Code.ShouldBe(5);
        answer.Message!.ShouldStartWith("no client 100%25 %C3%84%0D%0Agrpc-status: 0 is connected");
        cut.Code.ShouldBe(5);
        cut.Message!.Length.ShouldBeLessThan(7_000);
    }

    [Theory]
    [InlineData("100m", 4)]
    [InlineData("1n", 4)]
    [InlineData("0S", 4)]
    public async Task A_deadline_ends_a_call_that_would_go_on(string timeout, int code)
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);
        var request = RawCaller.Frame(new HealthCheckRequest());

        var answer = await caller.CallAsync(Watch, request, ("grpc-timeout", timeout));

        answer.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("99999999H", 0)]
    [InlineData("20S", 0)]
    [InlineData("123456789S", 13)]
    [InlineData("5", 13)]
    [InlineData("-5S", 13)]
    [InlineData("5 S", 13)]
    [InlineData("5s", 13)]
    public async Task A_timeout_that_is_none_is_refused(string timeout, int code)
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = await caller.CallAsync(GetStats, Empty, ("grpc-timeout", timeout));

        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_call_whose_time_is_over_before_its_message_came_does_nothing()
    {
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync();
        using var caller = new RawCaller(server.GrpcAddress);
        var clients = await caller.CallAsync(GetClients, RawCaller.Frame(new GetClientsRequest()));
        var id = clients.First<GetClientsResponse>().Clients.ShouldHaveSingleItem().Id;

        var answer = await caller.CallAsync(
            DisconnectClient,
            RawCaller.Frame(new DisconnectClientRequest { ClientId = id }),
            ("grpc-timeout", "0n")
        );
        await server.PostAsync("""{"n":1}""");

        answer.Code.ShouldBe(4);
        (await client.NextAsync()).Data.ShouldContain("\"n\":1");
    }

    [Fact]
    public async Task A_caller_that_does_not_send_its_message_is_cut_off_and_one_that_thinks_is_not()
    {
        await using var server = await StartAsync();
        using var stuck = new RawCaller(server.GrpcAddress);
        using var thinking = new RawCaller(server.GrpcAddress);
        using var cut = new HeldContent(Empty[..3], []);
        var question = RawCaller.Frame(new ServerReflectionRequest { ListServices = "*" });
        using var conversation = new HeldContent(question, question);
        var answers = thinking.SendAsync(
            HttpMethod.Post,
            Reflection,
            conversation,
            "application/grpc"
        );

        // After the five seconds that the server waits.
        var fault = await Record.ExceptionAsync(() =>
            stuck.SendAsync(HttpMethod.Post, GetStats, cut, "application/grpc")
        );
        conversation.Release();

        fault.ShouldBeOfType<HttpRequestException>();
        (await answers).All<ServerReflectionResponse>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task More_metadata_than_a_head_may_have_ends_the_call_and_not_the_server()
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);

        var large = await Record.ExceptionAsync(() =>
            caller.CallAsync(GetStats, Empty, ("x-large", new string('x', 100_000)))
        );
        var next = await caller.CallAsync(GetStats, Empty);

        large.ShouldBeOfType<HttpRequestException>();
        next.Code.ShouldBe(0);
    }

    [Fact]
    public async Task Each_question_of_reflection_is_answered_in_its_turn()
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);
        ServerReflectionRequest[] questions =
        [
            new() { ListServices = "*", Host = "here" },
            new() { FileByFilename = "sse.proto" },
            new() { FileByFilename = "google/protobuf/timestamp.proto" },
            new() { FileByFilename = "nothing.proto" },
            new() { FileContainingSymbol = "sse.SSEManagementService.GetStats" },
            new() { FileContainingSymbol = "sse.Nothing" },
            new()
            {
                FileContainingExtension = new()
                {
                    ContainingType = "sse.ClientInfo",
                    ExtensionNumber = 100,
                },
            },
            new() { AllExtensionNumbersOfType = "sse.ClientInfo" },
            new() { AllExtensionNumbersOfType = "sse.SSEManagementService" },
            new(),
        ];

        var answers = new List<ServerReflectionResponse>();
        foreach (var version in (string[])["v1", "v1alpha"])
        {
            var path = Reflection.Replace("v1", version, StringComparison.Ordinal);
            var answer = await caller.CallAsync(
                path,
                [.. questions.SelectMany(question => RawCaller.Frame(question))]
            );
            answer.Code.ShouldBe(0);
            answers = answer.All<ServerReflectionResponse>();
            answers
                .Select(found => found.MessageResponseCase.ToString())
                .ShouldBe([
                    "ListServicesResponse",
                    "FileDescriptorResponse",
                    "FileDescriptorResponse",
                    "ErrorResponse",
                    "FileDescriptorResponse",
                    "ErrorResponse",
                    "ErrorResponse",
                    "AllExtensionNumbersResponse",
                    "ErrorResponse",
                    "ErrorResponse",
                ]);
        }

        answers.Select(found => found.OriginalRequest).ShouldBe(questions);
        answers[0].ValidHost.ShouldBe("here");
        answers[0]
            .ListServicesResponse.Service.Select(service => service.Name)
            .ShouldBe([
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection",
                "sse.SSEManagementService",
            ]);
        answers[1].FileDescriptorResponse.FileDescriptorProto.Count.ShouldBe(2);
        answers[2].FileDescriptorResponse.FileDescriptorProto.ShouldHaveSingleItem();
        answers[7].AllExtensionNumbersResponse.BaseTypeName.ShouldBe("sse.ClientInfo");
        answers[7].AllExtensionNumbersResponse.ExtensionNumber.ShouldBeEmpty();
        answers
            .Select(found => found.ErrorResponse?.ErrorCode)
            .Where(code => code is not null)
            .ShouldBe([5, 5, 5, 5, 3]);
    }

    [Fact]
    public async Task Random_bytes_end_every_call_with_a_code()
    {
        await using var server = await StartAsync();
        using var caller = new RawCaller(server.GrpcAddress);
        var random = new Random(9094);
        for (var round = 0; round < 300; round++)
        {
            var body = new byte[random.Next(40)];
            random.NextBytes(body);
            if (body.Length > 5)
            {
                // Most first lengths would be too large, and nothing behind them looked at.
                body.AsSpan(1, 3).Clear();
                body[0] &= 3;
            }
            string path = random.Next(3) switch
            {
                0 => DisconnectClient,
                1 => Reflection,
                _ => GetClients,
            };

            var answer = await caller.CallAsync(path, body, ("grpc-encoding", "gzip"));

            answer.Code.ShouldBeOneOf(0, 3, 5, 8, 13);
        }
        server.Log.Lines.ShouldNotContain(line =>
            line.StartsWith("Error", StringComparison.Ordinal)
        );
    }

    private static Task<FreshetServer> StartAsync() =>
        FreshetServer.StartAsync(Configurations.WithGrpc);
}
