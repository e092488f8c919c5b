using Guitai.Emv.Kernel;

namespace Guitai.Fuzz.Tests;

/// <summary>The kernel's target is not blind: its seeds are whole transactions that end in approval, and a card that lies is caught.</summary>
public sealed class KernelTargetTests
{
    private static IEnumerable<string[]> Transcripts() =>
        File.ReadLines(Path.Combine(CorpusTests.Root(), "tests/vectors/emv/transcripts.txt"))
            .Where(l => l[0] != '#')
            .Select(l => l.Split(';'));

    public static TheoryData<string, string> Seeds => [.. Transcripts().Select(t => (t[0], t[1]))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_seed_is_an_approved_transaction(string name, string hex)
    {
        Assert.True(KernelTarget.Play(Convert.FromHexString(hex)).Outcome == TransactionOutcome.Approved, name);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_changed_in_it_the_kernel_ends_and_approves_nothing_that_the_card_did_not(string name, string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var random = new Random(name.Length);
        var approved = 0;
        const int Cases = 3_000;
        for (var i = 0; i < Cases; i++)
        {
            var changed = bytes.ToArray();
            changed[0] = i % 2 == 0 ? changed[0] : (byte)random.Next(256);
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                changed[random.Next(1, changed.Length)] = (byte)random.Next(256);
            }

            var end = random.Next(4) == 0 ? random.Next(changed.Length + 1) : changed.Length;
            approved += KernelTarget.Play(changed.AsSpan(0, end)).Outcome == TransactionOutcome.Approved ? 1 : 0;
        }

        Assert.InRange(approved, 1, Cases - 1);
    }

    [Fact]
    public void A_card_that_answers_anything_to_everything_ends()
    {
        var random = new Random(48);
        for (var i = 0; i < 20_000; i++)
        {
            var noise = new byte[random.Next(600)];
            random.NextBytes(noise);
            KernelTarget.Play(noise);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_card_that_says_yes_for_ever_is_let_go(byte mode)
    {
        // The same answer a thousand times: to read on, and to fetch more.
        foreach (var answer in (string[])["80", "0261FF", "026C01", "837000 00".Replace(" ", "", StringComparison.Ordinal), "026300"])
        {
            byte[] card = [mode, .. Enumerable.Repeat(Convert.FromHexString(answer), 2_000).SelectMany(a => a)];
            Assert.NotEqual(TransactionOutcome.Approved, KernelTarget.Play(card).Outcome);
        }
    }
}
