namespace Freshet.Vrl.Stdlib.Parse.Cbor;

/// <summary>What an item is: the major types of RFC 8949.</summary>
internal enum CborType
{
    Unsigned,
    Negative,
    Bytes,
    Text,
    Array,
    Map,
    Tag,
    Simple,
}
