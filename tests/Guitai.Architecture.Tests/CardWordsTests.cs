using System.Text.RegularExpressions;

namespace Guitai.Architecture.Tests;

/// <summary>Between a till and its terminal nothing has room for a card number, a track or a PIN: not by promise, by type.</summary>
public sealed partial class CardWordsTests
{
    [Fact]
    public void No_record_between_till_and_terminal_has_a_text_that_is_not_bounded()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "src/Guitai.Contracts/Terminal"), "*.cs"))
        {
            var text = File.ReadAllText(file);
            var open = Path.GetFileName(file) == "CardWords.cs" ? [] : Texts().Matches(text).Select(m => m.Value).ToList();
            Assert.True(open.Count == 0, $"{Path.GetFileName(file)}: {string.Join(", ", open)}");
            Assert.DoesNotMatch(Names(), text);
        }
    }

    [Fact]
    public void The_till_knows_the_terminal_by_its_contract_alone()
    {
        var project = File.ReadAllText(Path.Combine(Repository.Root, "src/Guitai.Till/Guitai.Till.csproj"));
        Assert.DoesNotContain("Guitai.Terminal", project, StringComparison.Ordinal);
        Assert.DoesNotContain("Guitai.PaymentCrypto", project, StringComparison.Ordinal);
        Assert.DoesNotContain("Guitai.Iso8583", project, StringComparison.Ordinal);
    }

    // A property or a record's parameter that is text, or bytes.
    [GeneratedRegex(@"(\bstring\??|\bobject\??|byte\[\]|Memory<byte>)\s+[A-Z]\w*\s*([,){;]|\{)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Texts();

    // A property that is called like what must not pass; what is true of a PIN may be told.
    [GeneratedRegex(
        @"\b(Pan|CardNumber|Track1|Track2|Cvv2?|PinBlock|Pin|ExpiryDate)\b\s*[,){;=]?\s*\{",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Names();
}
