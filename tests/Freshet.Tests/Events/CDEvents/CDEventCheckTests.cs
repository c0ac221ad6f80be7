using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Events.CDEvents;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events.CDEvents;

public sealed class CDEventCheckTests
{
    public static TheoryData<string> Types => [.. TypeFacts.All.Select(facts => facts.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_type_is_right_with_all_that_it_may_have_and_with_what_it_must(string type)
    {
        Check(FactsOf(type).Example(isFull: false)).ShouldBeEmpty();
        Check(FactsOf(type).Example(isFull: true)).ShouldBeEmpty();
        // As an event comes that is laid out for people.
        var laidOut = FactsOf(type)
            .Example(isFull: true)
            .ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        Check(laidOut).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Without_any_one_of_what_it_must_have_it_is_wrong_there_and_nowhere_else(string type)
    {
        var tried = 0;
        foreach (var place in PlacesOf(FactsOf(type)).Where(place => place.Fact.IsRequired))
        {
            var example = FactsOf(type).Example(isFull: true);
            place.ObjectIn(example).Remove(place.Fact.Name);
            var problem = Check(example).ShouldHaveSingleItem(place.Path);
            problem.Path.ShouldBe(place.Path);
            problem.Reason.ShouldStartWith("expected ");
            problem.Reason.ShouldEndWith(", found nothing");
            tried++;
        }
        tried.ShouldBeGreaterThanOrEqualTo(9);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void With_any_one_value_of_another_kind_it_is_wrong_there(string type)
    {
        string[] kinds = ["null", "true", "7", "\"text\"", "[7]", "{\"no\":1}"];
        foreach (var place in PlacesOf(FactsOf(type)))
        {
            foreach (var kind in kinds)
            {
                var example = FactsOf(type).Example(isFull: true);
                var parent = place.ObjectIn(example);
                var other = JsonNode.Parse(kind);
                if (KindOf(other) == KindOf(parent[place.Fact.Name]) || IsAlsoRight(place, other))
                {
                    continue;
                }
                parent[place.Fact.Name] = other;
                var problems = Check(example);
                problems
                    .Select(problem => problem.Path)
                    .ShouldContain(place.Path, $"{place.Path} {kind}");
                problems
                    .First(problem => problem.Path == place.Path)
                    .Reason.ShouldContain(", found " + NameOf(other));
            }
        }

        // Both are custom data.
        static bool IsAlsoRight(Place place, JsonNode? other) =>
            place.Path == "customData" && KindOf(other) == JsonValueKind.String;
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void With_a_member_too_many_in_any_object_it_is_wrong_there(string type)
    {
        foreach (var place in PlacesOf(FactsOf(type)).Where(place => place.Path != "customData"))
        {
            var example = FactsOf(type).Example(isFull: true);
            place.ObjectIn(example)["surplus"] = 1;
            var parent = place.Path.Contains('.', StringComparison.Ordinal)
                ? place.Path[..(place.Path.LastIndexOf('.') + 1)]
                : "";
            var problem = Check(example).ShouldHaveSingleItem(place.Path);
            problem.Path.ShouldBe(parent + "surplus");
            problem.Reason.ShouldContain(place.Fact.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Empty_strings_and_words_that_are_none_of_those_allowed_are_wrong_where_the_facts_say_so(
        string type
    )
    {
        foreach (var place in PlacesOf(FactsOf(type)))
        {
            var example = FactsOf(type).Example(isFull: true);
            var parent = place.ObjectIn(example);
            if (place.Fact.Words.Count > 0)
            {
                parent[place.Fact.Name] = "another";
                var problem = Check(example).ShouldHaveSingleItem();
                problem.Path.ShouldBe(place.Path);
                problem.Reason.ShouldContain($"\"{place.Fact.Words[0]}\"");
                problem.Reason.ShouldEndWith("found \"another\"");
            }
            else if (
                place.Fact.Kind.Contains("minLength=1", StringComparison.Ordinal)
                && !place.Fact.IsObject
            )
            {
                parent[place.Fact.Name] = "";
                Check(example).ShouldContain(problem => problem.Path == place.Path, place.Path);
            }
        }
    }

    [Theory]
    [InlineData("dev.cdevents.build.started.0.1.0", "version", "dev.cdevents.build.started.0.1.1")]
    [InlineData("dev.cdevents.build.started.0.2.7", "version", "dev.cdevents.build.started.0.2.0")]
    [InlineData("dev.cdevents.build.started.9.9.9", "version", "dev.cdevents.build.started.0.2.0")]
    [InlineData(
        "dev.cdevents.build.started.0.3.1",
        "specversion",
        "dev.cdevents.build.started.0.3.0"
    )]
    [InlineData(
        "dev.cdevents.build.started.1.0.0-draft",
        "specversion",
        "dev.cdevents.build.started.0.3.0"
    )]
    [InlineData(
        "dev.cdevents.change.created.0.2.0",
        "version",
        "dev.cdevents.change.created.0.3.0"
    )]
    public void A_version_that_is_not_known_is_checked_by_the_nearest_that_is(
        string type,
        string versionName,
        string nearest
    )
    {
        foreach (var facts in TypeFacts.All.Where(facts => IsVersionOf(facts.Type, type)))
        {
            var example = facts.Example(isFull: true);
            var isAlike = example["context"]!.AsObject().ContainsKey(versionName);
            if (isAlike)
            {
                example["context"]!["type"] = type;
                // What the nearest has beside the others tells them apart.
                (Check(example).Count == 0).ShouldBe(
                    facts.Type == nearest || IsWithin(facts, FactsOf(nearest)),
                    facts.Type
                );
            }
        }
    }

    [Fact]
    public void The_version_of_an_older_release_beside_specversion_is_the_only_problem()
    {
        var example = FactsOf("dev.cdevents.build.started.0.3.0").Example(isFull: true);
        example["context"]!["type"] = "dev.cdevents.build.started.0.2.0";
        var problem = Check(example).ShouldHaveSingleItem();
        problem.Path.ShouldBe("context.type");
        problem.Reason.ShouldStartWith(
            "expected dev.cdevents.build.started.0.3.0 beside specversion"
        );
    }

    [Theory]
    [InlineData("dev.cdevents.build.exploded.0.1.0")]
    [InlineData("dev.cdevents.build")]
    [InlineData("dev.cdevents.")]
    [InlineData("dev.cdevents.build.started")]
    [InlineData("dev.cdevents.build.started.")]
    [InlineData("dev.cdevents.build.started.0.2")]
    [InlineData("dev.cdevents.build.started.0.2.0.1")]
    [InlineData("dev.cdevents.build.started.0.2.-1")]
    [InlineData("dev.cdevents.build.started.0.2.0-")]
    [InlineData("dev.cdevents.build.started.0.2.99999999999")]
    [InlineData("org.own.started")]
    public void A_type_that_is_none_of_the_specification_is_wrong(string type)
    {
        var example = FactsOf("dev.cdevents.build.started.0.2.0").Example(isFull: true);
        example["context"]!["type"] = type;
        var problem = Check(example).ShouldHaveSingleItem();
        problem.Path.ShouldBe("context.type");
        problem.Reason.ShouldStartWith("expected a ");
    }

    [Theory]
    [InlineData("version", "dev.cdeventsx.mytool-resource.created.0.1.0", true)]
    [InlineData("specversion", "dev.cdeventsx.myTool2-Resource.Created.9.0.9", true)]
    [InlineData("version", "dev.cdeventsx.mytool-resource.created.0.10.0", false)]
    [InlineData("version", "dev.cdeventsx.mytool.created.0.1.0", false)]
    [InlineData("version", "dev.cdeventsx.-resource.created.0.1.0", false)]
    [InlineData("version", "dev.cdeventsx.mytool-resource2.created.0.1.0", false)]
    [InlineData("version", "dev.cdeventsx.mytool-resource.0.1.0", false)]
    [InlineData("version", "dev.cdeventsx.0.1.0", false)]
    [InlineData("specversion", "dev.cdeventsx.mytool-resource.created.0.1.0-draft", false)]
    public void Custom_events_hold_what_they_like_under_a_type_of_their_form(
        string versionName,
        string type,
        bool isRight
    )
    {
        var example = Custom(versionName, type);
        var problems = Check(example);
        problems.Select(problem => problem.Path).ShouldBe(isRight ? [] : ["context.type"]);
    }

    [Fact]
    public void Custom_events_are_checked_but_for_their_content()
    {
        var example = Custom("version", "dev.cdeventsx.mytool-resource.created.0.1.0");
        example["subject"]!.AsObject().Remove("type");
        example["subject"]!["content"] = "text";
        example["context"]!["source"] = "";
        Check(example)
            .Select(problem => problem.Path)
            .ShouldBe(["context.source", "subject.content", "subject.type"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"linkType":"END"}""", null)]
    [InlineData("""{"linkType":"RELATION","linkKind":"k","target":{}}""", null)]
    [InlineData("""{"linkType":"PATH"}""", "context.links[1].from")]
    [InlineData("""{"linkType":"PATH","from":{}}""", "context.links[1].from.contextId")]
    [InlineData(
        """{"linkType":"END","from":{"contextId":""}}""",
        "context.links[1].from.contextId"
    )]
    [InlineData("""{"linkType":"END","from":{"contextId":"a","x":1}}""", "context.links[1].from.x")]
    [InlineData("""{"linkType":"END","linkKind":"k"}""", "context.links[1].linkKind")]
    [InlineData("""{"linkType":"RELATION","linkKind":"k"}""", "context.links[1].target")]
    [InlineData("""{"target":{},"linkType":"RELATION"}""", "context.links[1].linkKind")]
    [InlineData("""{"linkType":"START"}""", "context.links[1].linkType")]
    [InlineData("""{"linkType":7,"from":{"contextId":"a"}}""", "context.links[1].linkType")]
    [InlineData("""{"from":{"contextId":"a"}}""", "context.links[1].linkType")]
    [InlineData("""{"linkType":"END","tags":[]}""", "context.links[1].tags")]
    [InlineData("\"END\"", "context.links[1]")]
    public void A_link_holds_what_its_type_says(string link, string? path)
    {
        var example = FactsOf("dev.cdevents.build.started.0.3.0").Example(isFull: true);
        example["context"]!["links"] = new JsonArray(
            JsonNode.Parse("""{"linkType":"END"}"""),
            JsonNode.Parse(link)
        );
        Check(example).Select(problem => problem.Path).ShouldBe(path is null ? [] : [path]);
    }

    [Theory]
    [InlineData("\"e30=\"", true)]
    [InlineData("\"e30\\u003d\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("{\"any\":[1]}", true)]
    [InlineData("\"{}\"", false)]
    [InlineData("[1]", false)]
    public void Custom_data_is_an_object_or_Base64(string data, bool isRight)
    {
        var example = FactsOf("dev.cdevents.build.started.0.2.0").Example(isFull: false);
        var text = example.ToJsonString()[..^1] + $",\"customData\":{data}}}";
        Check(text).Select(problem => problem.Path).ShouldBe(isRight ? [] : ["customData"]);
    }

    [Theory]
    [InlineData("pkg:oci/myapp@sha256%3A0b31b1c02ff4?repository_url=mycr.io/myapp", true)]
    [InlineData("pkg:golang/mygit.com/myorg/myapp@234fd47e07d1004f0aed9c", true)]
    [InlineData("pkg:npm/%40scope/name@1.0.0", true)]
    [InlineData("0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427", true)]
    [InlineData("six-1.14.0-py2.py3-none-any.whl", true)]
    [InlineData("pkg:", false)]
    [InlineData("pkg:oci", false)]
    [InlineData("pkg:oci/", false)]
    [InlineData("pkg:oci/@sha256", false)]
    [InlineData("pkg:/name", false)]
    [InlineData("pkg:o_ci/name", false)]
    [InlineData("pkg:oci/my app", false)]
    [InlineData("", false)]
    public void What_begins_as_a_package_URL_is_one(string id, bool isRight)
    {
        var deployed = FactsOf("dev.cdevents.service.deployed.0.2.0").Example(isFull: false);
        deployed["subject"]!["content"]!["artifactId"] = id;
        Check(deployed)
            .Select(problem => problem.Path)
            .ShouldBe(isRight ? [] : ["subject.content.artifactId"]);

        var signed = FactsOf("dev.cdevents.artifact.signed.0.3.0").Example(isFull: false);
        signed["subject"]!["id"] = id;
        Check(signed).Select(problem => problem.Path).ShouldBe(isRight ? [] : ["subject.id"]);
    }

    [Fact]
    public void Every_problem_is_told_at_once_and_of_very_many_the_number()
    {
        var content = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"x{i}\":1"));
        var problems = Problems(
                $$$"""{"subject":{"content":{{{{content}}}}},"context":{"type":"dev.cdevents.build.started.0.2.0","source":7}}"""
            )
            .ShouldNotBeNull();
        // Each member of the content, the subject's id and type, and four of the context.
        (problems.First.Count + problems.More).ShouldBe(1000 + 2 + 4);
        problems.First.Count.ShouldBe(CDEventProblems.Most);
        problems.ToString().ShouldStartWith("subject.content.x0: expected no members");
        problems.ToString().ShouldEndWith("; and 1001 more");
        problems.ToString().Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public void Names_and_values_of_the_sender_are_cut_and_quoted()
    {
        var example = FactsOf("dev.cdevents.build.started.0.2.0").Example(isFull: false);
        var name = "a\n" + new string('x', 500);
        example[name] = 1;
        var path = Check(example).ShouldHaveSingleItem().Path.ShouldNotBeNull();
        path.ShouldStartWith("[\"a");
        path.Length.ShouldBeLessThan(80);
    }

    [Theory]
    [InlineData("""{"subject":{"id":"i","content":{}},"context":7}""", true)]
    [InlineData("""{"subject":{"id":"i","content":{}}}""", true)]
    [InlineData("""{"context":{},"customData":{},"subject":{"id":"i","content":{}}}""", true)]
    [InlineData("""{"context":{"id":"i"},"subject":{"id":"i","content":{}},"more":1}""", false)]
    [InlineData("""{"context":{"id":"i"},"subject":"words"}""", false)]
    [InlineData("""{"subject":{"id":"i"}}""", false)]
    [InlineData("""{"specversion":"1.0","type":"t","id":"i","source":"s"}""", false)]
    [InlineData("""{"customData":{}}""", false)]
    [InlineData("{}", false)]
    [InlineData("[]", false)]
    [InlineData("7", false)]
    public void Only_what_has_the_shape_of_a_CDEvent_is_looked_at(string json, bool isOne) =>
        (Problems(json) is not null).ShouldBe(isOne);

    [Fact]
    public void Any_JSON_is_checked_without_an_exception() =>
        Prop.ForAll(
                Gen.Constant(0)
                    .SelectMany(_ => Gen.Choose(0, TypeFacts.All.Count - 1))
                    .SelectMany(
                        type => Gen.Choose(0, int.MaxValue),
                        (type, seed) => Mutated(TypeFacts.All[type], new Random(seed))
                    )
                    .ToArbitrary(),
                json =>
                {
                    var reading = JsonText.Read(Encoding.UTF8.GetBytes(json));
                    if (reading.Fault is null)
                    {
                        var outline = new EventOutline(reading.Json);
                        _ = CDEventCheck.OfCDEvent(outline);
                        _ = CDEventIntake.Take(outline, "{}"u8.ToArray(), CDEventMode.Check);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>An example in which bits of text are swapped, doubled, cut or replaced, maybe within an envelope.</summary>
    private static string Mutated(TypeFacts facts, Random random)
    {
        var json = facts.Example(isFull: true).ToJsonString();
        if (random.Next(3) == 0)
        {
            json =
                $$"""{"specversion":"1.0","type":"{{facts.Type}}","id":"text","source":"/a","more":1,"data":{{json}}}""";
        }
        string[] pieces =
        [
            "null",
            "7",
            "[]",
            "{}",
            "\"\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "[[{}]]",
            "{\"linkType\":\"END\"}",
            "-1e400",
            "true",
            "\"%\"",
            "\"[\"",
            "\"pkg:\"",
            "\"dev.cdevents.\"",
            "\"dev.cdeventsx.\"",
        ];
        for (var i = random.Next(4); i >= 0; i--)
        {
            var values = JsonPlaces(json);
            var (start, end) = values[random.Next(values.Count)];
            json = json[..start] + pieces[random.Next(pieces.Length)] + json[end..];
        }
        return json;
    }

    /// <summary>Where the values of a JSON text stand; all of it is ASCII.</summary>
    private static List<(int Start, int End)> JsonPlaces(string json)
    {
        var places = new List<(int, int)>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (
                reader.TokenType
                is JsonTokenType.PropertyName
                    or JsonTokenType.EndObject
                    or JsonTokenType.EndArray
            )
            {
                continue;
            }
            var ahead = reader;
            ahead.Skip();
            places.Add(((int)reader.TokenStartIndex, (int)ahead.BytesConsumed));
        }
        return places;
    }

    private static JsonObject Custom(string versionName, string type) =>
        new()
        {
            ["context"] = new JsonObject
            {
                [versionName] = "0.4.1",
                ["id"] = "i",
                ["source"] = "/s",
                ["type"] = type,
                ["timestamp"] = "2026-01-31T12:00:00Z",
            },
            ["subject"] = new JsonObject
            {
                ["id"] = "i",
                ["type"] = "mytool-resource",
                ["content"] = new JsonObject { ["nested"] = new JsonArray(1, new JsonObject()) },
            },
        };

    private static TypeFacts FactsOf(string type) =>
        TypeFacts.All.Single(facts => facts.Type == type);

    private static bool IsVersionOf(string known, string type) =>
        known.Split('.').Skip(2).Take(2).SequenceEqual(type.Split('.').Skip(2).Take(2));

    private static bool IsWithin(TypeFacts facts, TypeFacts other) =>
        PlacesOf(facts)
            .Select(place => place.Path)
            .All(PlacesOf(other).Select(place => place.Path).Contains);

    /// <summary>Every member that the facts of a type name, at any depth.</summary>
    private static List<Place> PlacesOf(TypeFacts facts)
    {
        var places = new List<Place>();
        Add(facts.Root, []);
        return places;

        void Add(IEnumerable<Fact> members, string[] above)
        {
            foreach (var fact in members)
            {
                places.Add(new(above, fact));
                Add(fact.Members, [.. above, fact.Name]);
            }
        }
    }

    private static JsonValueKind KindOf(JsonNode? node) =>
        node?.GetValueKind() ?? JsonValueKind.Null;

    private static string NameOf(JsonNode? node) => JsonMember.KindName(KindOf(node));

    private static IReadOnlyList<EventFault> Check(JsonObject json) => Check(json.ToJsonString());

    private static IReadOnlyList<EventFault> Check(string json) => Problems(json)?.First ?? [];

    private static CDEventProblems? Problems(string json)
    {
        var reading = JsonText.Read(Encoding.UTF8.GetBytes(json));
        reading.Fault.ShouldBeNull();
        return CDEventCheck.Of(new EventOutline(reading.Json));
    }

    private sealed record Place(string[] Above, Fact Fact)
    {
        public string Path => string.Join('.', [.. Above, Fact.Name]);

        public JsonObject ObjectIn(JsonObject example) =>
            Above.Aggregate(example, (parent, name) => parent[name]!.AsObject());
    }
}
