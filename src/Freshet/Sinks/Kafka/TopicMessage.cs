using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Freshet.Sinks.Kafka;

/// <summary>A message and where it goes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TopicMessage(string Topic, Message<byte[]?, byte[]?> Message);
