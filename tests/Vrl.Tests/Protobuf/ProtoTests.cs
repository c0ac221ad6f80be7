using Freshet.Vrl;
using Freshet.Vrl.Protobuf;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vrl.Tests.Stdlib;
using Xunit;

namespace Vrl.Tests.Protobuf;

/// <summary>Messages of types whose descriptors are written here, by the same rules that they describe.</summary>
public sealed class ProtoTests
{
    private static readonly ProtoMessage everything = Build("proto3");

    [Theory]
    [InlineData("""{"d": 1.5, "f": -2.0}""", "09000000000000f83f15000000c0")]
    [InlineData("""{"i64": -1}""", "18ffffffffffffffffff01")]
    [InlineData("""{"u64": 300, "i32": -2}""", "20ac0228feffffffffffffffff01")]
    [InlineData("""{"fix64": 1, "fix32": 2}""", "3101000000000000003d02000000")]
    [InlineData("""{"flag": true, "text": "hé"}""", "40014a0368c3a9")]
    [InlineData("""{"sint32": -1, "sint64": 1}""", "88010190" + "0102")]
    [InlineData("""{"numbers": [1, 2, 300]}""", "a2010401" + "02ac02")]
    [InlineData("""{"loose": [1, 2]}""", "a80101a80102")]
    [InlineData("""{"names": {"a": 1, "b": 0}}""", "b201050a01611001b201050a01621000")]
    [InlineData("""{"self": {"flag": true}}""", "5a024001")]
    [InlineData("""{"color": "GREEN"}""", "7001")]
    [InlineData("""{"one": 1}""", "b80101")]
    [InlineData("""{"places": {"-2": "a"}}""", "ca010e08feffffffffffffffff01120161")]
    public void Fields_are_written_and_read(string json, string hexadecimal)
    {
        var bytes = ProtoEncoder.Encode(everything, Json.Read(json), makesText: true);

        bytes.IsBytes.ShouldBeTrue(Json.Write(bytes));
        Convert.ToHexStringLower(bytes.Bytes.Span).ShouldBe(hexadecimal);
        Json.Write(ProtoDecoder.Decode(everything, bytes.Bytes.Span))
            .ShouldBe(Json.Write(Json.Read(json)));
    }

    [Theory]
    [InlineData("""{"unknown": 1, "flag": false, "text": "", "i64": null}""", "")]
    [InlineData("""{"i32": "-5", "color": "green"}""", "28fbffffffffffffffff017001")]
    [InlineData("""{"text": true}""", "4a0474727565")]
    [InlineData("""{"one": 1, "two": "x"}""", "c2010178")]
    [InlineData("""{"one": 0}""", "b80100")]
    [InlineData("""{"color": 7}""", "7007")]
    [InlineData("""{"flag": 3}""", "4001")]
    [InlineData("""{"flag": 0}""", "")]
    [InlineData("""{"flag": "Yes"}""", "4001")]
    [InlineData("""{"flag": "f"}""", "")]
    [InlineData("""{"d": 2, "f": -1}""", "090000000000000040" + "15000080bf")]
    public void Values_become_what_the_type_says(string json, string hexadecimal) =>
        Convert
            .ToHexStringLower(
                ProtoEncoder.Encode(everything, Json.Read(json), makesText: true).Bytes.Span
            )
            .ShouldBe(hexadecimal);

    [Theory]
    [InlineData("1", "ProtobufSerializer only supports serializing objects")]
    [InlineData(
        """{"flag": 1.5}""",
        "Error converting flag field: Cannot encode `float` into protobuf `Bool`"
    )]
    [InlineData(
        """{"color": "RED"}""",
        "Error converting color field: Enum `test.Color` has no value that matches string 'RED'"
    )]
    [InlineData(
        """{"i32": "x"}""",
        "Error converting i32 field: Can't convert 'x' to i32: invalid digit found in string"
    )]
    [InlineData(
        """{"i32": "2147483648"}""",
        "Error converting i32 field: Can't convert '2147483648' to i32: number too large to fit in target type"
    )]
    [InlineData(
        """{"places": {"two": "a"}}""",
        "Error converting places field: Can't convert 'two' to i32: invalid digit found in string"
    )]
    [InlineData(
        """{"votes": {"yes": 1}}""",
        "Error converting votes field: Can't convert 'yes' to bool: provided string was not `true` or `false`"
    )]
    [InlineData(
        """{"d": "x"}""",
        "Error converting d field: Cannot parse `x` as double: invalid float literal"
    )]
    [InlineData(
        """{"text": ["a"]}""",
        "Error converting text field: Cannot encode array into a non-repeated protobuf field"
    )]
    [InlineData(
        """{"self": {"flag": "x"}}""",
        "Error converting self field: Error converting flag field: Cannot parse `x` as bool: Invalid boolean value \"x\""
    )]
    public void What_is_of_another_type_is_refused(string json, string expected) =>
        Json.Write(ProtoEncoder.Encode(everything, Json.Read(json), makesText: true))
            .ShouldBe(expected);

    [Theory]
    [InlineData("a001" + "01a00102", """{"numbers":[1,2]}""")]
    [InlineData("5a0240015a034a0161", """{"self":{"flag":true,"text":"a"}}""")]
    [InlineData("b80101c2010178", """{"two":"x"}""")]
    [InlineData("4000" + "f8063b", "{}")]
    [InlineData("fb060801fc06" + "4001", """{"flag":true}""")]
    [InlineData("b201030a0161", """{"names":{"a":0}}""")]
    [InlineData("ca0103120162", """{"places":{"0":"b"}}""")]
    [InlineData("d201020801" + "d201021005", """{"votes":{"false":5,"true":0}}""")]
    [InlineData(
        "da010e08ffffffffffffffffff01120163",
        """{"totals":{"18446744073709551615":"c"}}"""
    )]
    [InlineData("7063", "The number 99 cannot be in 'Color'")]
    [InlineData(
        "4a01ff",
        "Error parsing protobuf: invalid string value: data is not UTF-8 encoded"
    )]
    [InlineData("4a05", "Error parsing protobuf: buffer underflow")]
    [InlineData("00", "Error parsing protobuf: invalid tag value: 0")]
    [InlineData("ffffffffffffffffffffff", "Error parsing protobuf: invalid varint")]
    [InlineData("09000000000000f87f", "F64 number cannot be Nan")]
    public void Bytes_are_read(string hexadecimal, string expected) =>
        Json.Write(ProtoDecoder.Decode(everything, Convert.FromHexString(hexadecimal)))
            .ShouldBe(expected);

    [Fact]
    public void In_proto2_defaults_are_written_and_lists_are_not_packed()
    {
        var bytes = ProtoEncoder
            .Encode(
                Build("proto2"),
                Json.Read("""{"flag": false, "numbers": [1, 2]}"""),
                makesText: true
            )
            .Bytes;

        Convert.ToHexStringLower(bytes.Span).ShouldBe("4000a00101a00102");
    }

    [Fact]
    public void Messages_in_messages_have_an_end()
    {
        byte[] bytes = [];
        for (var i = 0; i < 200; i++)
        {
            var writer = new WireWriter();
            writer.WriteTag(11, WireType.Bytes);
            writer.WriteBytes(bytes);
            bytes = writer.Written.ToArray();
        }

        Json.Write(ProtoDecoder.Decode(everything, bytes))
            .ShouldBe("Error parsing protobuf: recursion limit reached");
    }

    [Theory]
    [InlineData("missing.desc", "test.Person")]
    [InlineData("functions.tsv", "test.Person")]
    [InlineData("person.desc", "test.Nobody")]
    public void A_type_that_is_not_found_is_an_error_of_the_program(string file, string type)
    {
        foreach (
            var source in new[]
            {
                $"parse_proto!(.a, \"{file}\", \"{type}\")",
                $"encode_proto!(.a, \"{file}\", \"{type}\")",
            }
        )
        {
            VrlCompiler
                .Compile(
                    source,
                    new CompileOptions
                    {
                        EnableAllFunctions = true,
                        BaseFolder = Path.Combine(AppContext.BaseDirectory, "data", "vrl"),
                    }
                )
                .Errors.ShouldHaveSingleItem()
                .Code.ShouldBe(610);
        }
    }

    [Fact]
    public void Any_bytes_are_a_message_or_an_error() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<byte[]>(bytes =>
            {
                _ = DescriptorSet.Read(bytes);
                var value = ProtoDecoder.Decode(everything, bytes);
                (value.IsObject || value.IsFailure).ShouldBeTrue();
            })
        );

    private static ProtoMessage Build(string syntax)
    {
        byte[] Field(
            string name,
            int number,
            ProtoType type,
            string? typeName = null,
            bool isRepeated = false,
            int oneOf = -1,
            bool? isPacked = null
        )
        {
            var field = new WireWriter();
            Text(field, 1, name);
            Number(field, 3, number);
            Number(field, 4, isRepeated ? 3 : 1);
            Number(field, 5, (int)type);
            if (typeName is not null)
            {
                Text(field, 6, typeName);
            }
            if (isPacked is { } packed)
            {
                var options = new WireWriter();
                Number(options, 2, packed ? 1 : 0);
                Bytes(field, 8, options.Written.ToArray());
            }
            if (oneOf >= 0)
            {
                Number(field, 9, oneOf);
            }
            return field.Written.ToArray();
        }

        byte[] Entry(string name, ProtoType key, ProtoType value)
        {
            var entry = new WireWriter();
            Text(entry, 1, name);
            Bytes(entry, 2, Field("key", 1, key));
            Bytes(entry, 2, Field("value", 2, value));
            var options = new WireWriter();
            Number(options, 7, 1);
            Bytes(entry, 7, options.Written.ToArray());
            return entry.Written.ToArray();
        }

        byte[] Map(string name, int number, string entry) =>
            Field(name, number, ProtoType.Message, $".test.Everything.{entry}", isRepeated: true);

        var message = new WireWriter();
        Text(message, 1, "Everything");
        foreach (
            var field in new[]
            {
                Field("d", 1, ProtoType.Double),
                Field("f", 2, ProtoType.Float),
                Field("i64", 3, ProtoType.Int64),
                Field("u64", 4, ProtoType.Uint64),
                Field("i32", 5, ProtoType.Int32),
                Field("fix64", 6, ProtoType.Fixed64),
                Field("fix32", 7, ProtoType.Fixed32),
                Field("flag", 8, ProtoType.Bool),
                Field("text", 9, ProtoType.String),
                Field("self", 11, ProtoType.Message, ".test.Everything"),
                Field("raw", 12, ProtoType.Bytes),
                Field("color", 14, ProtoType.Enum, ".test.Color"),
                Field("sint32", 17, ProtoType.Sint32),
                Field("sint64", 18, ProtoType.Sint64),
                Field("numbers", 20, ProtoType.Int32, isRepeated: true),
                Field("loose", 21, ProtoType.Int32, isRepeated: true, isPacked: false),
                Map("names", 22, "NamesEntry"),
                Field("one", 23, ProtoType.Int32, oneOf: 0),
                Field("two", 24, ProtoType.String, oneOf: 0),
                Map("places", 25, "PlacesEntry"),
                Map("votes", 26, "VotesEntry"),
                Map("totals", 27, "TotalsEntry"),
            }
        )
        {
            Bytes(message, 2, field);
        }
        Bytes(message, 3, Entry("NamesEntry", ProtoType.String, ProtoType.Int32));
        Bytes(message, 3, Entry("PlacesEntry", ProtoType.Int32, ProtoType.String));
        Bytes(message, 3, Entry("VotesEntry", ProtoType.Bool, ProtoType.Int32));
        Bytes(message, 3, Entry("TotalsEntry", ProtoType.Uint64, ProtoType.String));

        var color = new WireWriter();
        Text(color, 1, "Color");
        foreach (var (name, number) in new[] { ("BLUE", 0), ("GREEN", 1) })
        {
            var value = new WireWriter();
            Text(value, 1, name);
            Number(value, 2, number);
            Bytes(color, 2, value.Written.ToArray());
        }

        var file = new WireWriter();
        Text(file, 1, "everything.proto");
        Text(file, 2, "test");
        Bytes(file, 4, message.Written.ToArray());
        Bytes(file, 5, color.Written.ToArray());
        Text(file, 12, syntax);
        var set = new WireWriter();
        Bytes(set, 1, file.Written.ToArray());
        return DescriptorSet
            .Read(set.Written)
            .ShouldNotBeNull()
            .Find("test.Everything")
            .ShouldNotBeNull();
    }

    private static void Bytes(WireWriter writer, int number, byte[] bytes)
    {
        writer.WriteTag(number, WireType.Bytes);
        writer.WriteBytes(bytes);
    }

    private static void Text(WireWriter writer, int number, string text) =>
        Bytes(writer, number, System.Text.Encoding.UTF8.GetBytes(text));

    private static void Number(WireWriter writer, int number, int value)
    {
        writer.WriteTag(number, WireType.Varint);
        writer.WriteVarint((ulong)value);
    }
}
