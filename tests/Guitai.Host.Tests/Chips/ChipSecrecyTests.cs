using System.Text;
using Dapper;
using Guitai.Bench.Host;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Operations;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Host.Tests.Chips;

public sealed class SqliteChipSecrecyTests() : ChipSecrecyTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresChipSecrecyTests(PostgresCluster cluster)
    : ChipSecrecyTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"chipsecrecy{n}"), TimeProvider.System));

/// <summary>What a chip's objects tell of a card or its holder stays nowhere, whichever message it comes by; on both engines.</summary>
public abstract class ChipSecrecyTests(Func<string, int, ISqlEngine> open) : IssuerWorld(open)
{
    // Where bytes of messages are kept.
    private const string Kept = """
        SELECT message FROM host_intent WHERE message IS NOT NULL UNION ALL SELECT messages FROM host_outcome WHERE messages IS NOT NULL
        UNION ALL SELECT icc FROM host_outcome WHERE icc IS NOT NULL UNION ALL SELECT icc FROM host_script UNION ALL SELECT body FROM host_upload
        """;

    private static readonly string[] s_hidden = ["5A", "57", "5F20", "5F24", "9F1F", "9F20", "99", "70"];

    [Fact]
    public async Task Numbers_tracks_names_and_pins_among_a_chips_objects_are_not_kept_and_what_staff_may_see_is_readable()
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card("unionpay-debit", 300);
        var chip = Bank.Cards.Chip(card, 7, offlineLimitMinor: 90_00);
        var number = Convert.FromHexString(card.Pan + "F");
        var track = Convert.FromHexString(card.ChipTrack2 + (card.ChipTrack2.Length % 2 == 0 ? "" : "F"));
        var name = Encoding.ASCII.GetBytes(card.Name);
        byte[] pin = [0x24, 0x98, 0x76, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        byte[] discretionary = [0x31, 0x41, 0x59, 0x26, 0x53, 0x58];
        byte[] secrets =
        [
            .. Tlv(0x5A, number),
            .. Tlv(0x57, track),
            .. Tlv(0x5F20, name),
            .. Tlv(0x5F24, [0x30, 0x12, 0x31]),
            .. Tlv(0x9F1F, discretionary),
            .. Tlv(0x9F20, discretionary),
            .. Tlv(0x99, pin),
            .. Tlv(0x70, Tlv(0x5A, number)),
        ];
        TerminalQuestion With(TerminalQuestion question) => question with { Icc = [.. question.Icc!, .. secrets] };

        var sale = With(WithChip(Sale(50_00), card, chip.Generate(Say(50_00))));
        var sold = await terminal.AskAsync(sale);
        Assert.Equal("00", sold!.Code);
        var trace = terminal.Trace;
        var offline = With(WithChip(Sale(20_00), card, Bank.Cards.Chip(card, 50, offlineLimitMinor: 90_00).Approve(Say(20_00)))) with
        {
            Mti = 220,
            Type = 30,
            Authorisation = "OFF001",
        };
        var advised = await terminal.AskAsync(offline);
        Assert.Equal("00", advised!.Code);
        var original = $"{terminal.Batch:D6}{trace:D6}";
        byte[] done = [0xDF, 0x31, 5, 0x20, 1, 2, 3, 4, .. secrets];
        var result = new TerminalQuestion(620, 0)
        {
            Network = 951,
            Original = original,
            Icc = done,
        };
        Assert.Equal("00", (await terminal.AskAsync(result))!.Code);
        var certificate = new TerminalQuestion(320, 0)
        {
            Network = 205,
            Original = original,
            Amount = 50_00,
            Icc = sale.Icc,
        };
        Assert.Equal("00", (await terminal.AskAsync(certificate))!.Code);
        await ToldAsync();

        // What the issuer was told of has its proof all the same, without what it was not meant to have.
        Assert.Equal(Sandbox.Issuer.Books.CertificateOutcome.Right, AtBank(advised.Rrn, 2).Certificate);

        var kept = Store.Read(c => c.Query<byte[]>(Kept).ToList());
        Assert.True(kept.Count >= 5);
        foreach (var needle in new[] { number[..9], track[..9], name, pin[..4], discretionary })
        {
            Assert.DoesNotContain(kept, bytes => Has(bytes, needle));
        }

        // The search finds what is there: the cryptogram of each.
        Assert.Contains(kept, bytes => Has(bytes, sale.Icc.AsSpan(3, 8)));
        Assert.Contains(kept, bytes => Has(bytes, offline.Icc.AsSpan(3, 8)));

        foreach (var (rrn, question) in new[] { (sold.Rrn, sale), (advised.Rrn, offline) })
        {
            var stories = new TransactionStories(Host.Services, new TransactionSearch(Host.Services, Host.Cards));
            var asked = stories.Tell(rrn).Value.Messages[0];
            var shown = asked.Objects.ToLookup(o => o.Tag);
            Assert.All(s_hidden, tag => Assert.Equal(("***", true), (shown[tag].Single().Value, shown[tag].Single().Hidden)));
            Assert.Equal(Convert.ToHexString(question.Icc.AsSpan(3, 8)), shown["9F26"].Single().Value);
            Assert.Equal(("0156", false), (shown["5F2A"].Single().Value, shown["5F2A"].Single().Hidden));
        }
    }

    private static byte[] Tlv(int tag, byte[] value)
    {
        byte[] name = tag > 0xFF ? [(byte)(tag >> 8), (byte)(tag & 0xFF)] : [(byte)tag];
        return [.. name, (byte)value.Length, .. value];
    }

    // As bytes, and as the issuer link writes them.
    private static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> needle) =>
        bytes.IndexOf(needle) >= 0 || bytes.IndexOf(Encoding.ASCII.GetBytes(Convert.ToHexString(needle))) >= 0;
}
