using Freshet.Sources.HttpPolling;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class StatusPolicyTests
{
    [Fact]
    public void A_status_goes_before_its_class_and_both_before_what_is_usual()
    {
        var policy = new StatusPolicy(
            new Dictionary<string, StatusReaction>
            {
                ["404"] = StatusReaction.Abort,
                ["4xx"] = StatusReaction.Skip,
            }
        );

        policy.Of(404, isFollowed: true).ShouldBe(StatusReaction.Abort);
        policy.Of(403, isFollowed: false).ShouldBe(StatusReaction.Skip);
        policy.Of(500, isFollowed: true).ShouldBe(StatusReaction.Hold);
    }

    [Theory]
    [InlineData(404, true, StatusReaction.Skip)]
    [InlineData(410, true, StatusReaction.Skip)]
    [InlineData(404, false, StatusReaction.Hold)]
    [InlineData(410, false, StatusReaction.Hold)]
    [InlineData(401, true, StatusReaction.Hold)]
    [InlineData(500, true, StatusReaction.Hold)]
    [InlineData(304, true, StatusReaction.Hold)]
    public void What_went_between_list_and_details_is_passed_over(
        int status,
        bool isFollowed,
        object expected
    ) =>
        new StatusPolicy(new Dictionary<string, StatusReaction>())
            .Of(status, isFollowed)
            .ShouldBe(expected);

    [Theory]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(404, false)]
    [InlineData(401, false)]
    public void What_may_pass_is_tried_again(int status, bool expected) =>
        new StatusPolicy(new Dictionary<string, StatusReaction>())
            .MayPass(status)
            .ShouldBe(expected);

    [Theory]
    [InlineData(StatusReaction.Retry, true)]
    [InlineData(StatusReaction.Hold, false)]
    [InlineData(StatusReaction.Skip, false)]
    public void A_policy_says_whether_a_status_is_tried_again(object reaction, bool expected)
    {
        var policy = new StatusPolicy(
            new Dictionary<string, StatusReaction> { ["503"] = (StatusReaction)reaction }
        );

        policy.MayPass(503).ShouldBe(expected);
    }
}
