using System.Text;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Books;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>What stands on the issuer's disk: enough to come back, nothing that is secret, and a torn end is no harm.</summary>
public sealed class JournalTests : IAsyncLifetime
{
    private const long Full = 10_000_000;

    private readonly TestIssuer _issuer = new();

    private string Journal => Path.Combine(_issuer.Folder.Path, "issuer.journal");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    [Fact]
    public async Task A_record_that_was_torn_at_any_byte_is_dropped_and_those_before_it_stay()
    {
        var card = _issuer.Card(800);
        await SellAsync(3);
        var whole = await StopAndReadAsync();
        var firstTwo = await LengthAfterAsync(2);
        for (var cut = firstTwo; cut <= whole.Length; cut++)
        {
            await File.WriteAllBytesAsync(Journal, whole[..cut]);
            _issuer.Start();
            var taken = cut == whole.Length ? 3 : 2;
            Assert.Equal(Full - taken, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);
            await _issuer.Issuer.DisposeAsync();
            Assert.Equal(cut == whole.Length ? cut : firstTwo, new FileInfo(Journal).Length);
        }

        await File.WriteAllBytesAsync(Journal, whole);
        _issuer.Start();
    }

    [Fact]
    public async Task After_a_torn_end_the_journal_goes_on()
    {
        var card = _issuer.Card(800);
        await SellAsync(2);
        var whole = await StopAndReadAsync();
        await File.WriteAllBytesAsync(Journal, whole[..^1]);
        _issuer.Start();
        await SellAsync(5);
        await _issuer.RestartAsync();
        Assert.Equal(Full - 6, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);
    }

    [Fact]
    public async Task A_damaged_record_before_the_last_is_told()
    {
        await SellAsync(3);
        var whole = await StopAndReadAsync();
        for (var at = 0; at < whole.Length - 130; at += 7)
        {
            var broken = whole.ToArray();
            broken[at] ^= 0x40;
            await File.WriteAllBytesAsync(Journal, broken);
            Assert.Throws<InvalidDataException>(_issuer.Start);
        }

        await File.WriteAllBytesAsync(Journal, whole);
        _issuer.Start();
    }

    [Fact]
    public async Task A_second_process_cannot_take_the_same_folder()
    {
        Assert.Throws<IOException>(() => SandboxIssuer.Open(_issuer.Folder.Path, TimeProvider.System, Random.Shared.NextBytes));
        await SellAsync(1);
    }

    [Fact]
    public async Task No_number_track_PIN_card_value_or_key_stands_in_the_journal_in_any_encoding()
    {
        var card = _issuer.Card(800);
        await using (var host = await _issuer.ConnectAsync())
        {
            await host.AskAsync(host.Stripe(card, 1, card.Pin));
            await host.AskAsync(host.Chip(card, _issuer.Issuer.Cards.Chip(card), 1, card.Pin));
            await host.AskAsync(host.Typed(card, 1));
            await host.AskAsync(host.Reversal(host.Stripe(card, 1)));
            var stranger = host.Typed(card, 1);
            stranger[2] = "4111111111111111";
            await host.AskAsync(stranger);
        }

        var keys = _issuer.Issuer.Cards.Profile.Keys;
        var journal = await StopAndReadAsync();
        string[] secrets = [card.Pan, "4111111111111111", card.Track2[..28], card.ChipTrack2[..28]];
        foreach (var secret in secrets)
        {
            AssertNowhere(journal, Encoding.ASCII.GetBytes(secret));
            AssertNowhere(journal, Encoding.Unicode.GetBytes(secret));
            AssertNowhere(journal, Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(secret))[..12]));
            var digits = secret.Replace('=', 'D');
            AssertNowhere(journal, Convert.FromHexString(digits[..(digits.Length & ~1)]));
            AssertNowhere(journal, Convert.FromHexString(digits[1..(((digits.Length - 1) & ~1) + 1)]));
        }

        foreach (var key in (string[])[keys.ZoneMaster, keys.CardVerification, keys.PinVerification, keys.Cryptograms, keys.ScriptMac])
        {
            AssertNowhere(journal, Convert.FromHexString(key));
        }

        // The search finds what is there.
        Assert.True(journal.AsSpan().IndexOf(new byte[] { 0, 0, 0, 0, 0x02, 0xDC, 0x70, 0xD2 }) >= 0, "The acquirer was not found.");
        _issuer.Start();
    }

    [Fact]
    public void Kinds_keep_the_numbers_that_the_journal_has()
    {
        TransactionKind[] kinds =
        [
            TransactionKind.None,
            TransactionKind.Balance,
            TransactionKind.PreAuthorisation,
            TransactionKind.PreAuthorisationCancel,
            TransactionKind.Sale,
            TransactionKind.Void,
            TransactionKind.Completion,
            TransactionKind.CompletionCancel,
            TransactionKind.Refund,
            TransactionKind.CompletionAdvice,
            TransactionKind.OfflineSale,
            TransactionKind.Adjustment,
            TransactionKind.Reversal,
            TransactionKind.ScriptResult,
            TransactionKind.Network,
            TransactionKind.Inquiry,
        ];
        Assert.Equal(Enumerable.Range(0, 16), kinds.Select(k => (int)k));
        Assert.Equal(16, Enum.GetValues<TransactionKind>().Length);
    }

    private async Task SellAsync(int sales)
    {
        await using var host = await _issuer.ConnectAsync();
        for (var i = 0; i < sales; i++)
        {
            Assert.Equal("00", await host.CodeAsync(host.Stripe(_issuer.Card(800), 1)));
        }
    }

    private async Task<byte[]> StopAndReadAsync()
    {
        await _issuer.Issuer.DisposeAsync();
        return await File.ReadAllBytesAsync(Journal);
    }

    // Records of the same kind are as long as each other.
    private async Task<int> LengthAfterAsync(int records)
    {
        var length = (await File.ReadAllBytesAsync(Journal)).Length;
        return 8 + ((length - 8) / 3 * records);
    }

    private static void AssertNowhere(byte[] journal, byte[] secret) => Assert.True(journal.AsSpan().IndexOf(secret) < 0);
}
