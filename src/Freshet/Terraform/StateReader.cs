using System.Text.Json;
using Freshet.Events;

namespace Freshet.Terraform;

/// <summary>
/// Reads a state in one pass over its JSON, once that was checked; attributes are passed over but for three of their members. What is not known is ignored, as
/// versions to come may add it.
/// </summary>
internal ref struct StateReader
{
    private static readonly ReadOnlyMemory<byte> NoAttributes = "{}"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> NoPaths = "[]"u8.ToArray();

    private readonly ReadOnlyMemory<byte> json;
    private readonly List<StateInstance> instances = [];
    private readonly HashSet<string> addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StateOutput> outputs = new(StringComparer.Ordinal);
    private Utf8JsonReader reader;

    /// <summary>What is wrong; the first thing found.</summary>
    private string? wrong;

    private StateReader(ReadOnlyMemory<byte> json)
    {
        this.json = json;
        reader = new(json.Span, JsonText.ReaderOptions);
    }

    public static StateReading Read(ReadOnlyMemory<byte> utf8)
    {
        var reading = JsonText.Read(utf8);
        return reading.Fault is { } fault
            // The message of the fault may quote the text, which may be a secret.
            ? Failed(
                StateFaultKind.Unfinished,
                $"no whole JSON: something is wrong at line {fault.Line}, column {fault.Column}"
            )
            : new StateReader(reading.Json).Read();
    }

    private StateReading Read()
    {
        string? lineage = null;
        var (version, serial, terraformVersion) = (0L, -1L, "");
        var isEncrypted = false;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Failed(StateFaultKind.Unsupported, "no state: its JSON is no object");
        }
        while (NextMember())
        {
            if (Is("version"u8))
            {
                version = Whole("version");
            }
            else if (Is("terraform_version"u8))
            {
                terraformVersion = Text("terraform_version");
            }
            else if (Is("serial"u8))
            {
                serial = Whole("serial");
            }
            else if (Is("lineage"u8))
            {
                lineage = Text("lineage");
            }
            else if (Is("outputs"u8))
            {
                ReadOutputs();
            }
            else if (Is("resources"u8))
            {
                ReadEach("resources", static (ref StateReader state) => state.ReadResource());
            }
            else
            {
                isEncrypted |= Is("encrypted_data"u8);
                Pass();
            }
        }
        if (isEncrypted)
        {
            return Failed(
                StateFaultKind.Unsupported,
                "the state is encrypted (OpenTofu), and cannot be read here"
            );
        }
        // Another format may have other shapes: its number is what is wrong with it.
        wrong =
            version == 0 ? "no state: it has no version"
            : version != TerraformState.Format
                ? $"the state is of format {version}; format {TerraformState.Format} is read, which Terraform writes since 0.12"
            : wrong is not null ? wrong
            : lineage is not { Length: > 0 and <= TerraformState.LongestLineage }
                ? $"its lineage is absent, or longer than {TerraformState.LongestLineage} characters"
            : serial < 0 ? "it has no serial"
            : null;
        return wrong is null
            ? new(
                new TerraformState
                {
                    TerraformVersion = terraformVersion,
                    Serial = serial,
                    Lineage = lineage!,
                    Outputs = outputs,
                    Instances = instances,
                },
                null
            )
            : Failed(StateFaultKind.Unsupported, wrong);
    }

    private static StateReading Failed(StateFaultKind kind, string reason) =>
        new(null, new StateFault(kind, reason));

    private void ReadOutputs()
    {
        if (!Opens(JsonTokenType.StartObject, "outputs"))
        {
            return;
        }
        while (NextMember())
        {
            var name = reader.GetString()!;
            ReadOnlyMemory<byte> value = default;
            var isSensitive = false;
            if (!Opens(JsonTokenType.StartObject, "an output"))
            {
                continue;
            }
            while (NextMember())
            {
                if (Is("value"u8))
                {
                    value = Value();
                }
                else if (Is("sensitive"u8))
                {
                    reader.Read();
                    // Whatever else it is, it is not said to be harmless.
                    isSensitive =
                        reader.TokenType is not (JsonTokenType.False or JsonTokenType.Null);
                    reader.Skip();
                }
                else
                {
                    Pass();
                }
            }
            outputs[name] = new(value, isSensitive);
        }
    }

    private void ReadResource()
    {
        var (module, mode, type, name, provider) = ("", "", "", "", "");
        Utf8JsonReader start = default;
        var hasInstances = false;
        while (NextMember())
        {
            if (Is("module"u8))
            {
                module = Text("module");
            }
            else if (Is("mode"u8))
            {
                mode = Text("mode");
            }
            else if (Is("type"u8))
            {
                type = Text("type");
            }
            else if (Is("name"u8))
            {
                name = Text("name");
            }
            else if (Is("provider"u8))
            {
                provider = Text("provider");
            }
            else if (Is("instances"u8))
            {
                // What they are instances of may follow.
                start = reader;
                hasInstances = true;
                Pass();
            }
            else
            {
                Pass();
            }
        }
        if (mode is not ("managed" or "data") || type.Length == 0 || name.Length == 0)
        {
            wrong ??= "a resource lacks its mode, type or name";
            return;
        }
        if (!hasInstances)
        {
            return;
        }
        var resource = new StateInstance
        {
            Address = module,
            IsData = mode == "data",
            Type = type,
            Name = name,
            Provider = provider,
            IsDeposed = false,
            IsTainted = false,
            SchemaVersion = 0,
            Attributes = NoAttributes,
            SensitiveAttributes = NoPaths,
        };
        var end = reader;
        reader = start;
        if (Opens(JsonTokenType.StartArray, "instances"))
        {
            while (wrong is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ReadInstance(resource);
            }
        }
        reader = end;
    }

    /// <param name="resource">What it is an instance of; its address is that of the module.</param>
    private void ReadInstance(StateInstance resource)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            wrong ??= "an instance is no object";
            return;
        }
        var key = "";
        string? deposed = null;
        var instance = resource;
        while (NextMember())
        {
            if (Is("index_key"u8))
            {
                key = Key();
            }
            else if (Is("deposed"u8))
            {
                deposed = Text("deposed");
            }
            else if (Is("status"u8))
            {
                instance = instance with { IsTainted = Text("status") == "tainted" };
            }
            else if (Is("schema_version"u8))
            {
                instance = instance with { SchemaVersion = Whole("schema_version") };
            }
            // Flat ones are of a provider that has not touched the instance since Terraform 0.11.
            else if (Is("attributes"u8) || Is("attributes_flat"u8))
            {
                instance = WithAttributes(instance);
            }
            else if (Is("sensitive_attributes"u8))
            {
                instance = instance with { SensitiveAttributes = Value() };
            }
            else
            {
                Pass();
            }
        }
        var address = StateAddress.Of(
            resource.Address,
            resource.IsData,
            resource.Type,
            resource.Name,
            key,
            deposed is "" ? null : deposed
        );
        if (instances.Count == TerraformState.MostInstances)
        {
            wrong ??= $"it has more than {TerraformState.MostInstances} instances";
        }
        else if (!addresses.Add(address))
        {
            wrong ??= "two instances have one address";
        }
        else
        {
            instances.Add(
                instance with
                {
                    Address = address,
                    IsDeposed = deposed is { Length: > 0 },
                }
            );
        }
    }

    private StateInstance WithAttributes(StateInstance instance)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return instance;
        }
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            wrong ??= "the attributes of an instance are no object";
            reader.Skip();
            return instance;
        }
        var start = (int)reader.TokenStartIndex;
        var (id, arn, name) = ((string?)null, (string?)null, (string?)null);
        while (NextMember())
        {
            if (Is("id"u8))
            {
                id = TextOrNull();
            }
            else if (Is("arn"u8))
            {
                arn = TextOrNull();
            }
            else if (Is("name"u8))
            {
                name = TextOrNull();
            }
            else
            {
                Pass();
            }
        }
        return instance with
        {
            Attributes = json[start..(int)reader.BytesConsumed],
            Id = id,
            Arn = arn,
            NameAttribute = name,
        };
    }

    private delegate void ReadItem(ref StateReader state);

    /// <summary>Reads an array of objects, each from its beginning to its end.</summary>
    private void ReadEach(string name, ReadItem item)
    {
        if (!Opens(JsonTokenType.StartArray, name))
        {
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (wrong is null && reader.TokenType == JsonTokenType.StartObject)
            {
                item(ref this);
            }
            else
            {
                wrong ??= $"{name} holds something that is no object";
                reader.Skip();
            }
        }
    }

    /// <summary>Goes to the name of the next member of the object that is open; false at its end.</summary>
    private bool NextMember() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private readonly bool Is(ReadOnlySpan<byte> name) =>
        reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name);

    /// <summary>Passes over the member's value.</summary>
    private void Pass() => reader.Skip();

    /// <summary>Whether the member's value begins so; passes over it where it does not. Null stands for nothing.</summary>
    private bool Opens(JsonTokenType token, string name)
    {
        reader.Read();
        if (reader.TokenType == token)
        {
            return true;
        }
        if (reader.TokenType != JsonTokenType.Null)
        {
            wrong ??= $"{name} is of an unknown shape";
        }
        reader.Skip();
        return false;
    }

    private ReadOnlyMemory<byte> Value()
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private string Text(string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }
        if (reader.TokenType != JsonTokenType.Null)
        {
            wrong ??= $"{name} is no text";
        }
        reader.Skip();
        return "";
    }

    private string? TextOrNull()
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }
        reader.Skip();
        return null;
    }

    private long Whole(string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            return number;
        }
        wrong ??= $"{name} is no whole number";
        reader.Skip();
        return -1;
    }

    private string Key()
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return StateAddress.Key(reader.GetString()!);
            case JsonTokenType.Number when reader.TryGetInt64(out var number):
                return StateAddress.Key(number);
            case JsonTokenType.Null:
                return "";
            default:
                wrong ??= "the key of an instance is neither a number nor a text";
                reader.Skip();
                return "";
        }
    }
}
