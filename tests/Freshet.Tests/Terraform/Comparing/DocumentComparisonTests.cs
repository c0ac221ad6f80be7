using System.Text.Json.Nodes;
using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

public sealed class DocumentComparisonTests
{
    private const string Policy = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"}]}
        """;

    [Theory]
    [InlineData("""{"a": 1, "b": [1.0, "x"]}""", """{"b": [1, "x"], "a": 1e0}""")]
    [InlineData("[]", "[ ]")]
    public void Order_of_members_and_forms_of_numbers_do_not_matter(string one, string other) =>
        AreSame(one, other).ShouldBeTrue();

    [Theory]
    [InlineData("""{"a": [1, 2]}""", """{"a": [2, 1]}""")]
    [InlineData("""{"a": 9007199254740992}""", """{"a": 9007199254740993}""")]
    [InlineData("""{"a": 1}""", """{"a": "1"}""")]
    [InlineData("""{"a": null}""", "{}")]
    [InlineData("""{"a": "1,1:b"}""", """{"a": "1", "b": ""}""")]
    [InlineData("""{"Action": "a"}""", """{"Action": ["a"]}""")]
    public void Anything_else_does(string one, string other) => AreSame(one, other).ShouldBeFalse();

    [Theory]
    [InlineData(
        "another order of statements and members",
        """{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}, {"Effect": "Allow", "Action": "a:b", "Resource": "*"}], "Version": "2012-10-17"}""",
        """{"Version": "2012-10-17", "Statement": [{"Resource": "*", "Action": "a:b", "Effect": "Allow"}, {"Effect": "Deny", "Action": "*", "Resource": "*"}]}"""
    )]
    [InlineData(
        "one statement needs no list",
        """{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}""",
        """{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"""
    )]
    [InlineData(
        "one value needs no list, in any of the elements",
        """{"Statement": [{"Effect": "Deny", "NotAction": "a:b", "NotResource": "r", "NotPrincipal": {"AWS": "x"}, "Condition": {"StringEquals": {"a:k": "v"}}}]}""",
        """{"Statement": [{"Effect": "Deny", "NotAction": ["a:b"], "NotResource": ["r"], "NotPrincipal": {"AWS": ["x"]}, "Condition": {"StringEquals": {"a:k": ["v"]}}}]}"""
    )]
    [InlineData(
        "values are sets",
        """{"Statement": [{"Effect": "Allow", "Action": ["a:b", "c:d"], "Resource": ["r", "s"]}]}""",
        """{"Statement": [{"Effect": "Allow", "Action": ["c:d", "a:b", "a:b"], "Resource": ["s", "r"]}]}"""
    )]
    [InlineData(
        "actions and condition keys have no case",
        """{"Statement": [{"Effect": "Allow", "Action": "S3:getObject", "Resource": "r", "Condition": {"Bool": {"AWS:securetransport": false}}}]}""",
        """{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "r", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}"""
    )]
    [InlineData(
        "an account is its root",
        """{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}]}""",
        """{"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::123456789012:root"]}, "Action": "sts:AssumeRole"}]}"""
    )]
    [InlineData(
        "everybody is allowed",
        """{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "a:b", "Resource": "r"}]}""",
        """{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "a:b", "Resource": "r"}]}"""
    )]
    [InlineData(
        "no version is the first, no id is an empty one, no condition an empty one",
        """{"Version": "2008-10-17", "Statement": [{"Sid": "", "Effect": "Deny", "Action": "*", "Resource": "*"}]}""",
        """{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {}}]}"""
    )]
    public void Policies_of_AWS_are_compared_as_IAM_means_them(
        string why,
        string one,
        string other
    ) => AreSame(one, other).ShouldBeTrue(why);

    [Theory]
    [InlineData("the effect", "\"Allow\"", "\"Deny\"")]
    [InlineData("an action more", "[\"s3:GetObject\", ", "[\"s3:GetObject\", \"s3:*\", ")]
    [InlineData("the case of a resource", "arn:aws:s3:::b/*", "arn:aws:s3:::B/*")]
    [InlineData("the version", "2012-10-17", "2008-10-17")]
    [InlineData("the element", "\"Resource\"", "\"NotResource\"")]
    [InlineData(
        "a condition",
        "\"Resource\"",
        "\"Condition\": {\"Bool\": {\"a:b\": true}}, \"Resource\""
    )]
    [InlineData("an id", "\"Resource\"", "\"Sid\": \"1\", \"Resource\"")]
    public void A_policy_that_means_something_else_is_another(string why, string part, string other)
    {
        Policy.ShouldContain(part);
        AreSame(Policy, Policy.Replace(part, other, StringComparison.Ordinal)).ShouldBeFalse(why);
    }

    [Theory]
    [InlineData(
        """{"Statement": [{"Effect": "Deny", "Principal": "*"}]}""",
        """{"Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}}]}"""
    )]
    [InlineData(
        """{"Statement": [{"Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}}}]}""",
        """{"Statement": [{"Condition": {"StringEquals": {"aws:PrincipalTag/Team": "a"}}}]}"""
    )]
    [InlineData(
        """{"Statement": [{"Principal": {"Service": "a"}}]}""",
        """{"Statement": [{"Principal": {"Federated": "a"}}]}"""
    )]
    [InlineData("""{"Statement": []}""", """{"Statement": [{}]}""")]
    public void What_is_in_doubt_is_another(string one, string other) =>
        AreSame(one, other).ShouldBeFalse();

    [Fact]
    public void A_policy_of_Google_is_who_has_which_role()
    {
        const string one = """
            {"bindings": [{"role": "roles/viewer", "members": ["user:a@x", "user:b@x"]}, {"role": "roles/owner", "members": ["user:c@x"]}]}
            """;
        const string other = """
            {"etag": "BwX", "version": 1, "bindings": [{"members": ["user:c@x"], "role": "roles/owner"}, {"role": "roles/viewer", "members": ["user:b@x"]}, {"role": "roles/viewer", "members": ["user:a@x"]}]}
            """;
        AreSame(one, other, CloudProvider.Gcp).ShouldBeTrue();
        AreSame(one, other, CloudProvider.Aws).ShouldBeFalse();
        AreSame(one, other.Replace("b@x", "d@x", StringComparison.Ordinal), CloudProvider.Gcp)
            .ShouldBeFalse();
        AreSame(
                one,
                other.Replace(
                    "\"role\": \"roles/owner\"",
                    "\"role\": \"roles/owner\", \"condition\": {\"expression\": \"false\"}",
                    StringComparison.Ordinal
                ),
                CloudProvider.Gcp
            )
            .ShouldBeFalse();
    }

    [Fact]
    public void A_document_may_be_encoded_for_a_URL() =>
        Compare(Quoted(Policy), Quoted(Uri.EscapeDataString(Policy.Trim())))
            .Kind.ShouldBe(FindingKind.Same);

    [Fact]
    public void New_is_the_text_that_the_state_would_hold() =>
        Compare(
                Quoted("""{"Statement":[]}"""),
                """{"Version": "2012-10-17", "Statement": {"Resource": "<a>", "Effect": "Deny"}}"""
            )
            .ShouldBe(
                Quoted("""{"Statement":[]}"""),
                Quoted(
                    """{"Statement":{"Effect":"Deny","Resource":"<a>"},"Version":"2012-10-17"}"""
                )
            );

    [Fact]
    public void A_document_comes_and_goes()
    {
        Compare("\"\"", Quoted("""{"a": 1}""")).ShouldBe("\"\"", Quoted("""{"a":1}"""));
        Compare("null", Quoted("{}")).ShouldBe("null", "\"{}\"");
        Compare(Quoted("""{"a": 1}"""), "\"\"").ShouldBe(Quoted("""{"a": 1}"""), "null");
        Compare("null", "\"\"").Kind.ShouldBe(FindingKind.Same);
        Compare("""{"a": 1}""", Quoted("""{"a": 2}""")).ShouldBe("""{"a": 1}""", """{"a": 2}""");
    }

    [Theory]
    [InlineData("\"no document\"")]
    [InlineData("\"{\"")]
    [InlineData("\"1\"")]
    [InlineData("\"{\\\"a\\\":1,\\\"a\\\":2}\"")]
    [InlineData("1")]
    public void What_is_no_document_is_unreadable(string value) =>
        Compare(Quoted("{}"), value).Kind.ShouldBe(FindingKind.Unreadable);

    [Fact]
    public void A_document_beside_a_text_that_is_none_is_another() =>
        Compare("\"no document\"", Quoted("{}")).ShouldBe("\"no document\"", "\"{}\"");

    private static bool AreSame(
        string one,
        string other,
        CloudProvider provider = CloudProvider.Aws
    )
    {
        // As text and as an object, both ways round.
        var kinds = new[]
        {
            Compare(Quoted(one), Quoted(other), provider).Kind,
            Compare(Quoted(one), other, provider).Kind,
            Compare(other, Quoted(one), provider).Kind,
        };
        return kinds.Distinct().ShouldHaveSingleItem() == FindingKind.Same;
    }

    private static AttributeFinding Compare(
        string state,
        string value,
        CloudProvider provider = CloudProvider.Aws
    ) => Comparison.Of(ComparisonKind.Json, state, value, provider: provider);

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();
}
