using System.Linq;
using System.Text.RegularExpressions;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Operators;

public sealed class Re2SyntaxTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a|bc", "bc", true)]
    [InlineData("a|bc", "abc", false)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("(?s:a.)c.", "a\nc\n", false)]
    [InlineData("a.c", "a😀c", true)]
    [InlineData("[^b]", "😀", true)]
    [InlineData("[😀-😂]+", "😀😁😂", true)]
    [InlineData("[😀-😂]", "😃", false)]
    [InlineData("[^😀-😂]", "😃", true)]
    [InlineData("[^😀-😂]", "😁", false)]
    [InlineData("😀{2}", "😀😀", true)]
    [InlineData(@"\x{1F600}|\x41", "😀", true)]
    [InlineData(@"[\x{10000}-\x{10FFFF}]", "\U0010ABCD", true)]
    [InlineData(@"\d+", "12", true)]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"\w+", "aZ_9", true)]
    [InlineData(@"\w", "é", false)]
    [InlineData(@"\W", "é", true)]
    [InlineData(@"[\D]", "x", true)]
    [InlineData(@"\s", "\v", false)]
    [InlineData(@"\pL+", "aé", true)]
    [InlineData(@"\p{Lu}\P{Lu}", "Aa", true)]
    [InlineData(@"\PL", "😀", true)]
    [InlineData(@"[\p{^Nd}]", "5", false)]
    [InlineData("[[:alpha:]]+", "abc", true)]
    [InlineData("[[:^alpha:]]+", "123", true)]
    [InlineData("[]a]+", "]a", true)]
    [InlineData("[a-]+", "-a", true)]
    [InlineData("[a-z-[b]]", "b]", true)]
    [InlineData("[a[b]]", "[]", true)]
    [InlineData(@"(?P<year>\d{4})-(?<month>\d\d)", "2026-11", true)]
    [InlineData("(?i)abc", "aBC", true)]
    [InlineData("(?i)a(?-i)b", "AB", false)]
    [InlineData("(?i)[^a]", "A", false)]
    [InlineData("(?i:a)b", "Ab", true)]
    [InlineData("^ab$", "ab", true)]
    [InlineData("ab$", "ab\n", false)]
    [InlineData("(?m)^a$\n^b$", "a\nb", true)]
    [InlineData(@"\Qa.b\E+", "a.bb", true)]
    [InlineData(@"a\.b", "a.b", true)]
    [InlineData(@"\101\07", "A\a", true)]
    [InlineData("a{2,3}", "aaa", true)]
    [InlineData("a{2,3}", "aaaa", false)]
    [InlineData("a{,3}", "a{,3}", true)]
    [InlineData("a{", "a{", true)]
    [InlineData("x*?y+?z??", "xxyz", true)]
    [InlineData("a#b c", "a#b c", true)]
    public void It_matches_as_RE2_does(string expression, string text, bool expected)
    {
        string translated = $"\\A(?:{Re2Syntax.Translate(expression)})\\z";

        Assert.Equal(expected, Regex.IsMatch(text, translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[b-a]")]
    [InlineData("[[:letters:]]")]
    [InlineData("a\\")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)")]
    [InlineData("(?<=a)")]
    [InlineData("(?<!a)")]
    [InlineData("(?>a)")]
    [InlineData("(?#a)")]
    [InlineData("(?P<a")]
    [InlineData(@"\k<a>")]
    [InlineData(@"\Z")]
    [InlineData(@"\pX")]
    [InlineData(@"\p{Greek}")]
    [InlineData(@"\x{110000}")]
    [InlineData(@"\xg1")]
    public void What_RE2_lacks_is_refused(string expression)
    {
        ModelException problem = Assert.Throws<ModelException>(() => Re2Syntax.Translate(expression));

        Assert.StartsWith($"The regular expression '{expression}' is not in RE2's syntax: ", problem.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_may_not_be_nested_without_end() =>
        Assert.Throws<ModelException>(() => Re2Syntax.Translate(string.Concat(Enumerable.Repeat("(", 100_000))));
}
