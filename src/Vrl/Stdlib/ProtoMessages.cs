using Freshet.Vrl.Protobuf;

namespace Freshet.Vrl.Stdlib;

/// <summary>What <c>parse_proto</c> and <c>encode_proto</c> have in common.</summary>
internal static class ProtoMessages
{
    /// <summary>The message type that the call's constants name; null where there is none, which the program's author is told.</summary>
    public static ProtoMessage? Find(CallSite call, string function)
    {
        if (
            call.ConstantOf("desc_file") is not { IsBytes: true } file
            || call.ConstantOf("message_type") is not { IsBytes: true } name
        )
        {
            return null;
        }
        if (!ProgramFile.TryRead(call, function, file.Text, out var bytes, out var problem))
        {
            call.Error(
                403,
                $"Failed to open protobuf desc file '{file.Text}': {problem}",
                "desc_file"
            );
            return null;
        }
        if (DescriptorSet.Read(bytes) is not { } set)
        {
            call.Error(
                403,
                $"Failed to parse protobuf desc file '{file.Text}': it is no whole descriptor set",
                "desc_file"
            );
            return null;
        }
        var message = set.Find(name.Text);
        if (message is null)
        {
            call.Error(
                403,
                $"The message type '{name.Text}' could not be found in '{file.Text}'",
                "message_type"
            );
        }
        return message;
    }
}
