namespace Freshet.Sinks.Sse.Frames;

/// <summary>Frames in the order of the stream, each at a position that it keeps.</summary>
internal interface IFrameList
{
    /// <summary>The frame at a position; null where it is not there any more.</summary>
    Frame? Find(long position);
}
