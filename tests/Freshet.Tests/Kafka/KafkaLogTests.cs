using Confluent.Kafka;
using Freshet.Kafka;
using Freshet.Tests.Sources.Kafka;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Kafka;

public sealed class KafkaLogTests
{
    [Theory]
    [InlineData(SyslogLevel.Warning, "OFFSET", LogLevel.Warning)]
    [InlineData(SyslogLevel.Debug, "OFFSET", LogLevel.Debug)]
    [InlineData(SyslogLevel.Warning, "TERMINATE", LogLevel.Debug)]
    [InlineData(SyslogLevel.Error, "FAIL", LogLevel.Debug)]
    [InlineData(SyslogLevel.Critical, "BUG", LogLevel.Error)]
    public void Only_what_tells_of_missing_messages_or_of_its_own_end_is_louder_than_debug(
        SyslogLevel level,
        string facility,
        LogLevel expected
    )
    {
        var log = new KeptLog();

        KafkaLog.Tell(log, "orders", new LogMessage("freshet", level, facility, "what it said"));

        var (told, text) = log.Lines.ShouldHaveSingleItem();
        told.ShouldBe(expected);
        text.ShouldStartWith("orders: ");
        text.ShouldContain("what it said");
    }
}
