using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Shouldly;

namespace Freshet.IntegrationTests.Telemetry;

/// <summary>A message of Protocol Buffers by the numbers of its fields, as its wire format has it, without a description.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Varint(bytes.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add((number, Varint(bytes.Span, ref at), default));
                    break;
                case 1:
                    var wide = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]);
                    fields.Add((number, wide, default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    fields.Add((number, 0, bytes.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    var narrow = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
                    fields.Add((number, narrow, default));
                    at += 4;
                    break;
                default:
                    throw new ShouldAssertException($"no protobuf: a field of kind {tag & 7}");
            }
        }
    }

    public IEnumerable<ProtobufMessage> Messages(int number) =>
        Each(number).Select(field => new ProtobufMessage(field.Bytes));

    /// <summary>The message of the field; an empty one where it is absent.</summary>
    public ProtobufMessage Message(int number) => new(Each(number).LastOrDefault().Bytes);

    public string Text(int number) =>
        Encoding.UTF8.GetString(Each(number).LastOrDefault().Bytes.Span);

    /// <summary>In hexadecimal digits.</summary>
    public string Hex(int number) =>
        Convert.ToHexStringLower(Each(number).LastOrDefault().Bytes.Span);

    public ulong Number(int number) => Each(number).LastOrDefault().Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Number(number));

    public bool Has(int number) => Each(number).Any();

    /// <summary>Of a list of OpenTelemetry's <c>KeyValue</c>, by key; values as texts.</summary>
    public Dictionary<string, string> Attributes(int number) =>
        Messages(number)
            .GroupBy(pair => pair.Text(1))
            .ToDictionary(pairs => pairs.Key, pairs => Any(pairs.Last().Message(2)));

    private static string Any(ProtobufMessage value) =>
        value.Has(3) ? value.Number(3).ToString(CultureInfo.InvariantCulture)
        : value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture)
        : value.Has(2) ? (value.Number(2) != 0 ? "true" : "false")
        : value.Text(1);

    private IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Each(int number) =>
        fields.Where(field => field.Number == number);

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }
}
