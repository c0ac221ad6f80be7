using System.Text;
using Freshet.Terraform;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform;

public sealed class TerraformStateTests
{
    private readonly TerraformState state = States.Read(States.File("network.tfstate"));

    [Fact]
    public void A_state_says_which_it_is_and_what_it_puts_out()
    {
        state.TerraformVersion.ShouldBe("1.9.5");
        state.Serial.ShouldBe(7);
        state.Lineage.ShouldBe(States.Lineage);
        state.Outputs["vpc_id"].IsSensitive.ShouldBeFalse();
        state.Outputs["db_password"].IsSensitive.ShouldBeTrue();
        Encoding.UTF8.GetString(state.Outputs["vpc_id"].Value.Span).ShouldBe("\"vpc-0a1b\"");
    }

    [Fact]
    public void Instances_have_the_addresses_that_Terraform_gives_them() =>
        state
            .Instances.Select(instance => instance.Address)
            .ShouldBe([
                "data.aws_caller_identity.current",
                "aws_iam_policy.example",
                "module.net[\"eu\"].module.subnets[0].aws_subnet.private[0]",
                "module.net[\"eu\"].module.subnets[0].aws_subnet.private[1]",
                "aws_s3_bucket.logs[\"a\\\"b\\\\c $${d} %%{e}\\n\"]",
                "aws_db_instance.main (deposed 1a2b3c4d)",
                "aws_db_instance.main",
            ]);

    [Fact]
    public void An_instance_says_what_it_is()
    {
        var tainted = state.Instances[3];

        tainted.IsTainted.ShouldBeTrue();
        state.Instances[2].IsTainted.ShouldBeFalse();
        tainted.IsData.ShouldBeFalse();
        state.Instances[0].IsData.ShouldBeTrue();
        state.Instances[5].IsDeposed.ShouldBeTrue();
        state.Instances[6].IsDeposed.ShouldBeFalse();
        (tainted.Type, tainted.Name, tainted.Id, tainted.SchemaVersion).ShouldBe(
            ("aws_subnet", "private", "subnet-1", 1)
        );
        tainted.Provider.ShouldBe("module.net.provider[\"terraform.example.com/hashicorp/aws\"]");
    }

    [Fact]
    public void Members_may_come_in_any_order()
    {
        var instance = States
            .Read(
                """{"resources":[{"instances":[{"attributes":{"id":"x"},"index_key":3}],"name":"a","type":"thing","mode":"managed","module":"module.m"}],"lineage":"l","serial":1,"version":4}"""u8.ToArray()
            )
            .Instances.ShouldHaveSingleItem();

        (instance.Address, instance.Id).ShouldBe(("module.m.thing.a[3]", "x"));
    }

    [Fact]
    public void An_instance_is_found_by_its_id_arn_and_name_unless_it_is_data()
    {
        const string arn = "arn:aws:iam::123456789012:policy/example";

        Find("aws_subnet", "id", "subnet-1").ShouldBe([state.Instances[3]]);
        Find("aws_iam_policy", "arn", arn).ShouldBe([state.Instances[1]]);
        Find("aws_iam_policy", "name", "example").ShouldBe([state.Instances[1]]);
        Find("aws_db_instance", "id", "db-old").ShouldBe([state.Instances[5]]);
        Find("aws_subnet", "id", "subnet-2").ShouldBeEmpty();
        Find("aws_vpc", "id", "subnet-1").ShouldBeEmpty();
        Find("aws_caller_identity", "id", "123456789012").ShouldBeEmpty();
        state.Index.FindAny(arn).ShouldBe([state.Instances[1]]);
        state.Index.FindAny("123456789012").ShouldBeEmpty();

        IReadOnlyList<StateInstance> Find(string type, string attribute, string value) =>
            state.Index.Find(type, attribute, value);
    }

    [Fact]
    public void An_instance_is_found_by_any_attribute_and_by_a_zone_with_or_without_its_dot()
    {
        var zones = States
            .Read(
                """
            {"version":4,"lineage":"l","serial":1,"resources":[
              {"mode":"managed","type":"aws_route53_record","name":"a","instances":[{"attributes":{"id":"Z1_a","zone_id":"Z1","name":"a.example.com","ttl":60}}]},
              {"mode":"managed","type":"azurerm_subnet","name":"b","instances":[{"attributes":{"id":"/Subscriptions/A/B","enabled":true}}]}]}
            """u8.ToArray()
            )
            .Index;

        zones.Find("aws_route53_record", "zone_id", "Z1").ShouldHaveSingleItem();
        zones.Find("aws_route53_record", "ttl", "60").ShouldHaveSingleItem();
        zones.Find("aws_route53_record", "name", "a.example.com.").ShouldHaveSingleItem();
        zones.Find("aws_route53_record", "name", "A.example.com").ShouldBeEmpty();
        zones.Find("azurerm_subnet", "id", "/subscriptions/a/b").ShouldHaveSingleItem();
        zones.Find("azurerm_subnet", "enabled", "true").ShouldHaveSingleItem();
        zones.FindAny("/subscriptions/a/B").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("encrypted.tfstate", "encrypted")]
    [InlineData("format-3.tfstate", "format 3")]
    public void What_cannot_be_read_is_said_in_words(string file, string reason)
    {
        var fault = TerraformState.Read(States.File(file)).Fault.ShouldNotBeNull();

        fault.Kind.ShouldBe(StateFaultKind.Unsupported);
        fault.Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("[]", "no object")]
    [InlineData("{}", "no version")]
    [InlineData("""{"version":5,"resources":7}""", "format 5")]
    [InlineData("""{"version":4,"serial":1}""", "lineage")]
    [InlineData("""{"version":4,"lineage":"l"}""", "serial")]
    [InlineData("""{"version":4,"lineage":"l","serial":1.5}""", "serial")]
    [InlineData("""{"version":4,"lineage":"l","serial":1,"resources":{}}""", "resources")]
    [InlineData("""{"version":4,"lineage":"l","serial":1,"resources":[1]}""", "no object")]
    [InlineData("""{"version":4,"lineage":"l","serial":1,"resources":[{}]}""", "mode")]
    [InlineData(
        """{"version":4,"lineage":"l","serial":1,"resources":[{"mode":"managed","type":"t","name":"n","instances":[{},{}]}]}""",
        "one address"
    )]
    [InlineData(
        """{"version":4,"lineage":"l","serial":1,"resources":[{"mode":"managed","type":"t","name":"n","instances":[{"attributes":[]}]}]}""",
        "attributes"
    )]
    [InlineData(
        """{"version":4,"lineage":"l","serial":1,"resources":[{"mode":"managed","type":"t","name":"n","instances":[{"index_key":{}}]}]}""",
        "key"
    )]
    public void What_is_no_state_is_told(string text, string reason)
    {
        var fault = States.Fault(text);

        fault.Kind.ShouldBe(StateFaultKind.Unsupported);
        fault.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Each_part_of_a_state_that_is_cut_off_is_unfinished_and_shows_nothing_of_it()
    {
        var text = States.File("network.tfstate").AsSpan().TrimEnd("\n"u8).ToArray();
        for (var length = 0; length < text.Length; length += 7)
        {
            var fault = TerraformState.Read(text.AsMemory(0, length)).Fault.ShouldNotBeNull();
            fault.Kind.ShouldBe(StateFaultKind.Unfinished);
            fault.Reason.ShouldNotContain("secret");
        }
    }

    [Fact]
    public void A_state_nested_too_deep_is_told() =>
        States
            .Fault(
                $$"""{"version":4,"lineage":"l","serial":1,"x":{{new string('[', 500)}}{{new string(']', 500)}}}"""
            )
            .Kind.ShouldBe(StateFaultKind.Unfinished);
}
