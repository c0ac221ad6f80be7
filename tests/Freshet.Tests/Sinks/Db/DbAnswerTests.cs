using System.Net.Sockets;
using Freshet.Sinks.Db;
using Npgsql;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Db;

public sealed class DbAnswerTests
{
    private static readonly DbSinkOptions Options = new();

    [Theory]
    [InlineData("22P05")] // \u0000 in jsonb
    [InlineData("22003")] // a number out of range
    [InlineData("22021")] // a zero byte in text
    [InlineData("23514")] // a check
    [InlineData("54000")] // too large
    [InlineData("P0001")] // RAISE EXCEPTION
    public void What_is_the_events_fault_is_refused(string state) =>
        DbAnswer.Judge(Fault(state), Options).IsRefused.ShouldBeTrue();

    [Theory]
    [InlineData("08006")] // connection failure
    [InlineData("25006")] // a standby
    [InlineData("28P01")] // wrong password
    [InlineData("3D000")] // no such database
    [InlineData("40001")] // serialisation failure
    [InlineData("40P01")] // deadlock
    [InlineData("42501")] // no right
    [InlineData("42P01")] // no such table
    [InlineData("53100")] // the disk is full
    [InlineData("53300")] // too many connections
    [InlineData("55P03")] // a lock
    [InlineData("57014")] // statement_timeout
    [InlineData("57P01")] // shut down
    [InlineData("57P03")] // starting up
    [InlineData("58030")] // I/O error
    [InlineData("XX000")] // internal error
    public void What_is_the_worlds_is_tried_again(string state)
    {
        var delivery = DbAnswer.Judge(Fault(state), Options);

        (delivery.IsDone || delivery.IsRefused).ShouldBeFalse();
        delivery.Reason!.ShouldContain(state);
    }

    [Fact]
    public void A_database_without_transaction_ids_refuses_no_event() =>
        DbAnswer
            .Judge(Fault("54000", routine: "GetNewTransactionId"), Options)
            .IsRefused.ShouldBeFalse();

    [Fact]
    public void A_wrong_password_is_not_tried_often() =>
        DbAnswer.Judge(Fault("28P01"), Options).After.ShouldBe(TimeSpan.FromSeconds(30));

    [Fact]
    public void A_broken_connection_is_told_by_its_cause()
    {
        var fault = new NpgsqlException(
            "Exception while reading from stream",
            new IOException("wrapped", new SocketException((int)SocketError.ConnectionReset))
        );

        var delivery = DbAnswer.Judge(fault, Options);

        delivery.IsRefused.ShouldBeFalse();
        delivery.Reason!.ShouldContain("reset by peer");
    }

    [Fact]
    public void What_the_database_says_makes_no_line_of_its_own_and_is_cut_short()
    {
        var delivery = DbAnswer.Judge(
            Fault("P0001", $"a\nfatal: b{new string('x', 1000)}"),
            Options
        );

        delivery.Reason!.ShouldNotContain("\n");
        delivery.Reason!.Length.ShouldBeLessThan(400);
    }

    private static PostgresException Fault(
        string state,
        string text = "it does not do that",
        string? routine = null
    ) => new(text, "ERROR", "ERROR", state, routine: routine);
}
