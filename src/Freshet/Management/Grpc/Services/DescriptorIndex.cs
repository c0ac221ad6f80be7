using Google.Protobuf.Reflection;

namespace Freshet.Management.Grpc.Services;

/// <summary>The files that define services, with those that they import, and what stands in which of them.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> symbols = new(StringComparer.Ordinal);
    private readonly HashSet<string> messages = new(StringComparer.Ordinal);

    public DescriptorIndex(IEnumerable<FileDescriptor> roots)
    {
        foreach (var root in roots)
        {
            Add(root);
        }
    }

    /// <summary>The file of that name; null where there is none.</summary>
    public FileDescriptor? File(string name) => files.GetValueOrDefault(name);

    /// <summary>The file that defines what has that full name: a service, a method, a message, an enumeration or a part of one; null where none does.</summary>
    public FileDescriptor? FileOf(string symbol) => symbols.GetValueOrDefault(symbol);

    /// <summary>Whether a message has that full name.</summary>
    public bool IsMessage(string name) => messages.Contains(name);

    /// <summary>The file, and behind it every file that it needs, each once.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var found = new OrderedDictionary<string, FileDescriptor>(StringComparer.Ordinal)
        {
            [file.Name] = file,
        };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var import in found.GetAt(i).Value.Dependencies)
            {
                found.TryAdd(import.Name, import);
            }
        }
        return [.. found.Values];
    }

    private void Add(FileDescriptor file)
    {
        if (!files.TryAdd(file.Name, file))
        {
            return;
        }
        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
        foreach (var service in file.Services)
        {
            symbols[service.FullName] = file;
            AddAll(service.Methods, file);
        }
        foreach (var message in file.MessageTypes)
        {
            Add(message, file);
        }
        foreach (var type in file.EnumTypes)
        {
            Add(type, file);
        }
    }

    private void Add(MessageDescriptor message, FileDescriptor file)
    {
        symbols[message.FullName] = file;
        messages.Add(message.FullName);
        AddAll(message.Fields.InDeclarationOrder(), file);
        AddAll(message.Oneofs, file);
        foreach (var nested in message.NestedTypes)
        {
            Add(nested, file);
        }
        foreach (var type in message.EnumTypes)
        {
            Add(type, file);
        }
    }

    private void Add(EnumDescriptor type, FileDescriptor file)
    {
        symbols[type.FullName] = file;
        AddAll(type.Values, file);
    }

    private void AddAll(IEnumerable<IDescriptor> parts, FileDescriptor file)
    {
        foreach (var part in parts)
        {
            symbols[part.FullName] = file;
        }
    }
}
