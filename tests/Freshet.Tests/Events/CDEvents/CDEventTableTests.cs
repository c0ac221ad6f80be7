using Freshet.Events.CDEvents;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events.CDEvents;

public sealed class CDEventTableTests
{
    [Fact]
    public void The_table_says_what_the_facts_of_the_specification_say()
    {
        TypeFacts.All.Count.ShouldBe(129);
        var told = CDEventTable.Types.Select(type => $"{type.Text} {Canonical(type.Form)}");
        var facts = TypeFacts.All.Select(facts => $"{facts.Type} {Canonical(facts.Root)}");
        told.Order(StringComparer.Ordinal).ShouldBe(facts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_type_belongs_to_the_release_that_has_it() =>
        CDEventTable
            .Types.Select(type => (type.Text, type.SchemaUri.Split('/')[3]))
            .ShouldBe(
                TypeFacts.All.Select(facts => (facts.Type, facts.Release)),
                ignoreOrder: true
            );

    private static string Canonical(IEnumerable<Fact> facts) =>
        string.Join(", ", facts.Select(Canonical).Order(StringComparer.Ordinal));

    private static string Canonical(Fact fact) =>
        $"{fact.Name}{(fact.IsRequired ? "!" : "")}:{(fact.IsObject ? $"object{{{Canonical(fact.Members)}}}" : fact.Kind)}";

    private static string Canonical(ObjectRule form) =>
        string.Join(
            ", ",
            form.Fields.ToArray()
                .Select(field =>
                    $"{field.Name}{(field.IsRequired ? "!" : "")}:{Canonical(field.Rule)}"
                )
                .Order(StringComparer.Ordinal)
        );

    /// <summary>A rule in the words of the facts.</summary>
    private static string Canonical(Rule rule) =>
        rule switch
        {
            ObjectRule form => $"object{{{Canonical(form)}}}",
            ListRule { Item: LinkRule } => "links",
            ListRule list => $"array<{Canonical(list.Item)}>",
            CustomDataRule or FreeObjectRule => "free",
            TextRule { Format: TextFormat.DateTime } => "date-time",
            TextRule { IsOpen: true } text =>
                $"any(anyOf[enum({string.Join('|', text.Values)}) | {Text(text)}])",
            TextRule { Values.Count: > 0 } text => $"enum({string.Join('|', text.Values)})",
            TextRule text => Text(text),
            _ => throw new InvalidOperationException(rule.ToString()),
        };

    private static string Text(TextRule rule)
    {
        List<string> limits = rule.Format switch
        {
            TextFormat.Uri => ["uri"],
            TextFormat.UriReference => ["uri-reference"],
            // The facts are those of the schemas, which say nothing of package URLs.
            _ => [],
        };
        if (rule.IsFilled)
        {
            limits.Add("minLength=1");
        }
        return limits.Count == 0 ? "string" : $"string({string.Join(',', limits)})";
    }
}
