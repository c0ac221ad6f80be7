using System.Text;
using System.Text.Json;
using Freshet.Sources.Receiving;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Receiving;

public sealed class AcceptedAnswerTests
{
    [Theory]
    [InlineData("{\"ids\":[]}")]
    [InlineData("{\"ids\":[\"\"]}", "")]
    [InlineData("{\"ids\":[\"a-1._~:/@=+,Z\"]}", "a-1._~:/@=+,Z")]
    [InlineData("{\"ids\":[\"a\",\"b\",\"c\"]}", "a", "b", "c")]
    [InlineData("{\"ids\":[\"a\",\"\\\"\\\\\\n\"]}", "a", "\"\\\n")]
    [InlineData("{\"ids\":[\"a b\",\"ü\"]}", "a b", "ü")]
    public async Task Ids_are_written_in_order(string expected, params string[] ids) =>
        (await WriteAsync(ids)).ShouldBe(expected);

    [Fact]
    public void Whatever_the_ids_are_the_answer_is_JSON_with_exactly_those()
    {
        var plain = Gen.Elements("abcXYZ019-._~:/@=+,".ToCharArray());
        var any = Gen.Elements("a\"\\\n\u0000\u007f <>&'ü\u2028\ufffd#~".ToCharArray());
        var ids = Gen.OneOf(
                Gen.ArrayOf(plain).Select(chars => new string(chars)),
                Gen.ArrayOf(any).Select(chars => new string(chars)),
                Gen.Constant("😀")
            )
            .ListOf();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                ids.ToArbitrary(),
                async expected =>
                {
                    using var json = JsonDocument.Parse(await WriteAsync([.. expected]));
                    json.RootElement.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("ids");
                    json.RootElement.GetProperty("ids")
                        .EnumerateArray()
                        .Select(id => id.GetString())
                        .ShouldBe(expected);
                }
            )
        );
    }

    /// <summary>The answer's body; its head is checked here.</summary>
    private static async Task<string> WriteAsync(string[] ids)
    {
        using var body = new MemoryStream();
        var response = new DefaultHttpContext { Response = { Body = body } }.Response;

        await AcceptedAnswer.WriteAsync(response, ids);

        response.StatusCode.ShouldBe(201);
        response.ContentType.ShouldBe("application/json");
        response.ContentLength.ShouldBe(body.Length);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
