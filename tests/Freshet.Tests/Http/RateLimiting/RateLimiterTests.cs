using System.Net;
using Freshet.Http.RateLimiting;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http.RateLimiting;

public sealed class RateLimiterTests
{
    private static readonly IPAddress Someone = IPAddress.Parse("192.0.2.1");

    private readonly ManualTime time = new();

    [Fact]
    public void Burst_is_let_in_at_once_and_then_one_for_each_interval()
    {
        var limiter = New(requestsPerMinute: 60, burst: 10);
        Accepted(limiter, 20).ShouldBe(10);
        limiter.Check(Someone).Wait.ShouldBe(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(0.25));
        limiter.Check(Someone).Wait.ShouldBe(TimeSpan.FromSeconds(0.75));
        time.Advance(TimeSpan.FromSeconds(0.75));
        Accepted(limiter, 20).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(3));
        Accepted(limiter, 20).ShouldBe(3);
    }

    [Fact]
    public void Bucket_holds_no_more_than_the_burst_however_long_it_fills()
    {
        var limiter = New(requestsPerMinute: 60, burst: 10);
        Accepted(limiter, 3).ShouldBe(3);
        time.Advance(TimeSpan.FromDays(1));
        Accepted(limiter, 20).ShouldBe(10);
    }

    [Fact]
    public void Refused_request_costs_nothing()
    {
        var limiter = New(requestsPerMinute: 60, burst: 1);
        Accepted(limiter, 1000).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(1));
        limiter.Check(Someone).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Each_client_has_a_bucket_of_its_own()
    {
        var limiter = New(requestsPerMinute: 1, burst: 1);
        limiter.Check(Someone).IsAllowed.ShouldBeTrue();
        limiter.Check(Someone).IsAllowed.ShouldBeFalse();
        limiter.Check(IPAddress.Parse("192.0.2.2")).IsAllowed.ShouldBeTrue();
        limiter.Check(null).IsAllowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1", "fe80::1%3", true)]
    [InlineData("0.0.0.1", "::1", false)]
    [InlineData("0.0.0.1", "0:0:0:1::", false)]
    public void Client_is_an_IPv4_address_or_an_IPv6_network_of_64_bits(
        string one,
        string other,
        bool areOne
    )
    {
        var limiter = New(requestsPerMinute: 1, burst: 1);
        limiter.Check(IPAddress.Parse(one)).IsAllowed.ShouldBeTrue();
        limiter.Check(IPAddress.Parse(other)).IsAllowed.ShouldBe(!areOne);
    }

    [Fact]
    public void Those_that_there_is_no_room_for_share_one_bucket_and_memory_stays_bounded()
    {
        var limiter = New(requestsPerMinute: 60, burst: 2, maxClients: 64);
        var verdicts = Enumerable.Range(0, 10_000).Select(i => limiter.Check(Address(i))).ToList();
        limiter.Clients.ShouldBe(64);
        verdicts.Count(verdict => verdict.IsAllowed).ShouldBe(64 + 2);
        verdicts.Count(verdict => verdict.IsShared).ShouldBe(10_000 - 64);
    }

    [Fact]
    public void Where_there_is_no_room_the_ones_with_a_full_bucket_are_forgotten_and_no_other()
    {
        // One client a table, so that it is known which makes room for which.
        var limiter = New(requestsPerMinute: 60, burst: 3, maxClients: 1);
        limiter.Check(Address(0)).IsAllowed.ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(0.9));
        limiter.Check(Address(0)).IsAllowed.ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(0.9));
        limiter.Check(Address(1)).IsShared.ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(0.2));
        limiter.Check(Address(1)).IsShared.ShouldBeFalse();
        limiter.Check(Address(0)).IsShared.ShouldBeTrue();
        limiter.Clients.ShouldBe(1);
    }

    [Fact]
    public void All_that_may_be_remembered_are()
    {
        var limiter = New(requestsPerMinute: 60, burst: 1);
        for (var i = 0; i < 2 * RateLimiter.MaxClients; i++)
        {
            limiter.Check(Address(i));
        }
        limiter.Clients.ShouldBe(RateLimiter.MaxClients);
    }

    [Fact]
    public void Nobody_gets_more_than_the_burst_and_the_rate_in_any_span_of_time() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var clock = new ManualTime();
                    var (rate, burst) = (random.Next(1, 2000), random.Next(1, 20));
                    var limiter = new RateLimiter(Options(rate, burst), clock, maxClients: 4);
                    var began = clock.GetTimestamp();
                    var accepted = new Dictionary<int, List<double>>();
                    for (var i = 0; i < 500; i++)
                    {
                        clock.Advance(
                            TimeSpan.FromMinutes(random.NextDouble() * random.Next(3) / rate)
                        );
                        var client = random.Next(8);
                        var verdict = limiter.Check(Address(client));
                        if (verdict.IsAllowed)
                        {
                            // All that share a bucket are one client.
                            var who = verdict.IsShared ? -1 : client;
                            accepted.TryAdd(who, []);
                            accepted[who].Add(clock.GetElapsedTime(began).TotalMinutes);
                        }
                    }
                    foreach (var times in accepted.Values)
                    {
                        for (var first = 0; first < times.Count; first++)
                        {
                            var last = random.Next(first, times.Count);
                            var most = burst + ((times[last] - times[first]) * rate);
                            (last - first + 1.0).ShouldBeLessThanOrEqualTo(most + 1e-6);
                        }
                    }
                    accepted.ShouldNotBeEmpty();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Who_waits_as_told_is_let_in() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var clock = new ManualTime();
                    var options = Options(random.Next(1, 1_000_000), random.Next(1, 5));
                    var limiter = new RateLimiter(options, clock);
                    for (var i = 0; i < 50; i++)
                    {
                        var verdict = limiter.Check(Someone);
                        if (!verdict.IsAllowed)
                        {
                            clock.Advance(verdict.Wait - TimeSpan.FromTicks(1));
                            limiter.Check(Someone).IsAllowed.ShouldBeFalse();
                            clock.Advance(TimeSpan.FromTicks(1));
                            limiter.Check(Someone).IsAllowed.ShouldBeTrue();
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public async Task Many_threads_together_get_no_more_than_one_would()
    {
        var limiter = New(requestsPerMinute: 1, burst: 1000);
        var counts = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Accepted(limiter, 1000)))
        );
        counts.Sum().ShouldBe(1000);
    }

    private RateLimiter New(
        int requestsPerMinute,
        int burst,
        int maxClients = RateLimiter.MaxClients
    ) => new(Options(requestsPerMinute, burst), time, maxClients);

    private static RateLimitOptions Options(int requestsPerMinute, int burst) =>
        new() { RequestsPerMinute = requestsPerMinute, Burst = burst };

    private static int Accepted(RateLimiter limiter, int requests) =>
        Enumerable.Range(0, requests).Count(_ => limiter.Check(Someone).IsAllowed);

    private static IPAddress Address(int number) =>
        new([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
