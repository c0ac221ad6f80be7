using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Freshet.Events.CDEvents;

/// <summary>
/// One pass over an event by its rules. It goes as deep as they do, and passes over everything that they say nothing of, so that it needs no memory of its own
/// until something is wrong.
/// </summary>
/// <param name="json">The event, as <see cref="JsonText.Read"/> gives it.</param>
/// <param name="root">The path of the event, where it is part of another; empty where it is none.</param>
/// <param name="isLenient">Whether null for a member that may be absent, and an empty text in the content, are no problem.</param>
internal ref struct CDEventWalk(ReadOnlySpan<byte> json, string root, bool isLenient)
{
    /// <summary>Members of context and subject are two steps from the event; those of the content are more.</summary>
    private const int StepsToOwnMembers = 2;

    private Utf8JsonReader reader = new(json, JsonText.ReaderOptions);
    private Steps steps;
    private int depth;

    /// <summary>What is wrong; null where nothing is.</summary>
    public CDEventProblems? Problems { get; private set; }

    /// <summary>Checks the whole of it.</summary>
    public void Check(Rule rule)
    {
        reader.Read();
        CheckValue(rule);
    }

    /// <summary>Adds a problem, also one that rules cannot tell.</summary>
    public void Add(string path, string reason) =>
        (Problems ??= new()).Add(new(reason, path.Length == 0 ? null : path));

    /// <summary>The reader stands on the value's first token, and on its last one afterwards.</summary>
    private void CheckValue(Rule rule)
    {
        switch (rule)
        {
            case TextRule text:
                CheckText(text);
                break;
            case ObjectRule form when reader.TokenType == JsonTokenType.StartObject:
                CheckObject(form);
                break;
            case LinkRule link when reader.TokenType == JsonTokenType.StartObject:
                CheckObject(FormOf(link));
                break;
            case ListRule list when reader.TokenType == JsonTokenType.StartArray:
                CheckList(list);
                break;
            case CustomDataRule custom when reader.TokenType == JsonTokenType.String:
                CheckText(custom.Encoded);
                break;
            case FreeObjectRule
            or CustomDataRule when reader.TokenType == JsonTokenType.StartObject:
                reader.Skip();
                break;
            default:
                Report(rule.Expected, JsonMember.KindName(reader.TokenType));
                reader.Skip();
                break;
        }
    }

    private void CheckText(TextRule rule)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            Report(rule.Expected, JsonMember.KindName(reader.TokenType));
            reader.Skip();
            return;
        }
        var isRight =
            isLenient && reader.ValueSpan.IsEmpty && depth > StepsToOwnMembers
            || (
                reader.ValueIsEscaped
                    ? rule.Holds(Encoding.UTF8.GetBytes(reader.GetString()!))
                    : rule.Holds(reader.ValueSpan)
            );
        if (!isRight)
        {
            var found =
                reader.ValueSpan.IsEmpty ? "an empty one"
                : rule.Values.Count > 0 ? $"\"{CDEventTypes.Shown(reader.GetString())}\""
                : "another string";
            Report(rule.Expected, found);
        }
    }

    private void CheckObject(ObjectRule form)
    {
        var seen = 0u;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = form.Find(reader, next);
            if (index < 0)
            {
                ReportUnknown(form);
                continue;
            }
            next = index + 1;
            seen |= 1u << index;
            reader.Read();
            var field = form.Fields[index];
            if (isLenient && !field.IsRequired && reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }
            steps[depth++] = new(field.Name, 0);
            CheckValue(field.Rule);
            depth--;
        }
        for (var missing = form.Required & ~seen; missing != 0; missing &= missing - 1)
        {
            var field = form.Fields[BitOperations.TrailingZeroCount(missing)];
            steps[depth++] = new(field.Name, 0);
            Report(field.Rule.Expected, "nothing");
            depth--;
        }
    }

    private void CheckList(ListRule list)
    {
        var place = depth++;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            steps[place] = new(null, i);
            CheckValue(list.Item);
        }
        depth = place;
    }

    /// <summary>Looks ahead for the link's type, which may come after what it decides on.</summary>
    private readonly ObjectRule FormOf(LinkRule link)
    {
        var ahead = reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            var isType = ahead.ValueTextEquals(LinkRule.TypeName);
            ahead.Read();
            if (isType && ahead.TokenType == JsonTokenType.String)
            {
                foreach (var (type, form) in link.Kinds)
                {
                    if (ahead.ValueTextEquals(type))
                    {
                        return form;
                    }
                }
                break;
            }
            ahead.Skip();
        }
        return link.Other;
    }

    /// <summary>The reader stands on the name, and on the value's last token afterwards.</summary>
    private void ReportUnknown(ObjectRule form)
    {
        var isDescribed = Problems is null || Problems.HasRoom;
        var name = isDescribed ? reader.GetString() : null;
        reader.Read();
        if (name is null)
        {
            Problems!.Count();
        }
        else
        {
            var expected = form.Fields.IsEmpty ? "no members" : $"no member but {form.Names}";
            var path = Path();
            JsonPlace.AppendName(path, name);
            Add(
                path.ToString(),
                $"expected {expected}, found {JsonMember.KindName(reader.TokenType)}"
            );
        }
        reader.Skip();
    }

    private void Report(string expected, string found)
    {
        if (Problems is { HasRoom: false })
        {
            Problems.Count();
            return;
        }
        Add(Path().ToString(), $"expected {expected}, found {found}");
    }

    private readonly StringBuilder Path()
    {
        var path = new StringBuilder(root);
        for (var i = 0; i < depth; i++)
        {
            var (name, index) = steps[i];
            if (name is null)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else
            {
                path.Append(path.Length > 0 ? "." : "").Append(name);
            }
        }
        return path;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(string? Name, int Index);

    /// <summary>As deep as the rules go: <c>context.links[0].from.contextId</c>, and one to spare.</summary>
    [InlineArray(6)]
    private struct Steps
    {
        private Step first;
    }
}
