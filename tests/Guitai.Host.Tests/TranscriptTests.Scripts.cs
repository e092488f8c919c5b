using Guitai.Bench.Host;
using Guitai.Host.Authorisation;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Host.Tests.Chips;

namespace Guitai.Host.Tests;

/// <summary>What is talked about in each transcript.</summary>
public sealed partial class TranscriptTests
{
    private static readonly Dictionary<string, Func<Talk, Task>> s_scripts = new(StringComparer.Ordinal)
    {
        ["sign-in"] = t => t.AskAsync(new TerminalQuestion(800, 0) { Network = 3, WithoutMac = true }),
        ["sign-in-with-track-key"] = t => t.AskAsync(new TerminalQuestion(800, 0) { Network = 4, WithoutMac = true }),
        ["echo-and-sign-off"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(new TerminalQuestion(820, 0) { Network = 301, WithoutMac = true });
            await t.AskAsync(new TerminalQuestion(820, 0) { Network = 2, WithoutMac = true });
        },
        ["balance"] = async t =>
        {
            t.Issuer.Answer = _ => Task.FromResult(new IssuerReply(ReplyKind.Answered, "00", Balance: "1002156C000000123456"));
            await t.SignInAsync();
            await t.AskAsync(
                new TerminalQuestion(200, 1)
                {
                    Processing = 310000,
                    Condition = 0,
                    Track2 = DebitTrack,
                    Entry = 21,
                    Pin = "1234",
                }
            );
        },
        ["sale-stripe-with-pin"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000) with { Entry = 21, Pin = "1234" });
        },
        ["sale-typed-with-cvv2"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(12_345, null) with { Pan = Credit, Expiry = 3012, Entry = 12, Cvv2 = "123" });
        },
        ["sale-chip"] = async t =>
        {
            t.Issuer.Answer = _ =>
                Task.FromResult(new IssuerReply(ReplyKind.Answered, "00", "B23456", Convert.FromHexString("910A01020304050607080012")));
            await t.SignInAsync();
            await t.AskAsync(
                Sale(3_000) with
                {
                    Entry = 52,
                    CardSequence = 1,
                    Icc = Convert.FromHexString("9F2608A1B2C3D4E5F607189F2701809F3602001E"),
                }
            );
        },
        ["repeat-gets-the-first-answer"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.AskAsync(Sale(10_000) with { Trace = t.Trace });
        },
        ["void"] = async t =>
        {
            await t.SignInAsync();
            var sale = await t.AskAsync(Sale(10_000));
            await t.AskAsync(Void(10_000, 1, t.Trace, sale.Rrn) with { Authorisation = sale.Authorisation });
        },
        ["refund"] = async t =>
        {
            await t.SignInAsync();
            var sale = await t.AskAsync(Sale(10_000));
            await t.AskAsync(Refund(4_000, 1, t.Trace, sale.Rrn));
        },
        ["pre-authorisation-and-completion"] = async t =>
        {
            await t.SignInAsync();
            var held = await t.AskAsync(PreAuthorise(10_000));
            await t.AskAsync(Complete(200, 20, 11_500, t.Trace, held));
        },
        ["pre-authorisation-and-cancel"] = async t =>
        {
            await t.SignInAsync();
            var held = await t.AskAsync(PreAuthorise(10_000));
            await t.AskAsync(Complete(100, 11, 10_000, t.Trace, held) with { Processing = 200000, Original = $"{1:D6}{t.Trace:D6}" });
        },
        ["completion-advice"] = async t =>
        {
            await t.SignInAsync();
            var held = await t.AskAsync(PreAuthorise(10_000));
            await t.AskAsync(Complete(220, 24, 9_000, t.Trace, held));
            await t.ToldAsync();
        },
        ["completion-and-cancel"] = async t =>
        {
            await t.SignInAsync();
            var held = await t.AskAsync(PreAuthorise(10_000));
            var done = await t.AskAsync(Complete(200, 20, 9_000, t.Trace, held));
            await t.AskAsync(Complete(200, 21, 9_000, t.Trace, done) with { Processing = 200000, Original = $"{1:D6}{t.Trace:D6}" });
        },
        ["offline-sale"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(5_000) with { Mti = 220, Type = 30, Authorisation = "OFF001" });
            await t.ToldAsync();
        },
        ["offline-sale-chip"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(
                Sale(5_000) with
                {
                    Mti = 220,
                    Type = 30,
                    Entry = 52,
                    CardSequence = 1,
                    Authorisation = "OFF001",
                    Icc = Convert.FromHexString("9F2608A1B2C3D4E5F607189F2701409F3602001E5A0A6228480000000000018F"),
                }
            );
            await t.ToldAsync();
        },
        ["parameters-for-chips"] = async t =>
        {
            await t.Host.Services.Chips.SaveAsync(ChipSamples.Key(0x0B), default, 0);
            await t.Host.Services.Chips.SaveAsync("debit", ChipSamples.Application(), 0);
            await t.SignInAsync();
            TerminalQuestion Ask(int mti, int network, byte[] data) => new(mti, 0) { Network = network, Data = data };
            await t.AskAsync(Ask(820, 372, "100"u8.ToArray()));
            await t.AskAsync(Ask(800, 370, Convert.FromHexString("9F0605A0000003339F22010B")));
            await t.AskAsync(Ask(800, 371, "1795248001"u8.ToArray()));
            await t.AskAsync(Ask(820, 382, "100"u8.ToArray()));
            await t.AskAsync(Ask(800, 380, Convert.FromHexString("9F0608A000000333010101")));
            await t.AskAsync(Ask(800, 381, "1795248001"u8.ToArray()));
            t.Say("a key that went meanwhile");
            await t.AskAsync(Ask(800, 370, Convert.FromHexString("9F0605A0000003339F22010C")));
        },
        ["adjustment"] = async t =>
        {
            await t.SignInAsync();
            var sale = await t.AskAsync(Sale(5_000));
            await t.AskAsync(Adjust(32, 4_500, t.Trace, sale));
            await t.ToldAsync();
        },
        ["tip"] = async t =>
        {
            await t.SignInAsync();
            var sale = await t.AskAsync(Sale(5_000));
            await t.AskAsync(Adjust(34, 6_000, t.Trace, sale));
            await t.ToldAsync();
        },
        ["reversal-after-the-sale"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.AskAsync(Reverse(Sale(10_000), t.Trace));
            await t.ToldAsync();
        },
        ["reversal-before-the-sale"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Reverse(Sale(10_000), 1));
            await t.AskAsync(Sale(10_000) with { Trace = 1 });
            await t.ToldAsync();
        },
        ["no-answer-from-the-issuer"] = async t =>
        {
            t.Issuer.Answer = q => q.Mti == 200 ? Task.FromResult(new IssuerReply(ReplyKind.NoAnswer)) : ScriptedIssuer.Say("00");
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.ToldAsync();
        },
        ["script-results"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.AskAsync(
                new TerminalQuestion(620, 0)
                {
                    Network = 951,
                    Icc = Convert.FromHexString("DF310502000000009F5B00"),
                    Original = $"{1:D6}{t.Trace:D6}",
                }
            );
            await t.ToldAsync();
        },
        ["status-inquiry"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.AskAsync(new TerminalQuestion(820, 0) { Network = 990, Original = $"{1:D6}{t.Trace:D6}" });
            await t.AskAsync(new TerminalQuestion(820, 0) { Network = 990, Original = $"{1:D6}{9_999:D6}" });
        },
        ["settlement-that-balances"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.AskAsync(new TerminalQuestion(500, 0) { Network = 201, Totals = Totals(10_000, 1) });
        },
        ["settlement-that-does-not"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.AskAsync(new TerminalQuestion(500, 0) { Network = 201, Totals = Totals(9_999, 1) });
            await t.AskAsync(new TerminalQuestion(320, 0) { Network = 201, Totals = "1234567890" });
            await t.AskAsync(new TerminalQuestion(320, 0) { Network = 207, Totals = "0001" });
        },
        ["refused-03-another-merchant"] = async t =>
        {
            await t.SignInAsync();
            t.Terminal.Merchant = "898310058129999";
            await t.AskAsync(Sale(10_000));
        },
        ["refused-12-voided-already"] = async t =>
        {
            await t.SignInAsync();
            var sale = await t.AskAsync(Sale(10_000));
            var trace = t.Trace;
            await t.AskAsync(Void(10_000, 1, trace, sale.Rrn));
            await t.AskAsync(Void(10_000, 1, trace, sale.Rrn));
        },
        ["refused-12-unknown-kind"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000) with { Processing = 990000 });
        },
        ["refused-13-more-than-there-is"] = async t =>
        {
            await t.SignInAsync();
            var sale = await t.AskAsync(Sale(10_000));
            await t.AskAsync(Refund(10_001, 1, t.Trace, sale.Rrn));
        },
        ["refused-14-nobodys-card"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000, "9999480000000000011=30122010000012300"));
        },
        ["refused-25-no-such-sale"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Void(10_000, 1, 77, "600000000001"));
        },
        ["refused-30-no-amount"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000) with { Amount = null });
        },
        ["refused-51-by-the-issuer"] = async t =>
        {
            t.Issuer.Answer = _ => ScriptedIssuer.Say("51");
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
        },
        ["refused-57-not-for-this-merchant"] = async t =>
        {
            await ChangeMerchantAsync(t, m => m with { Without = [Flow.Sale] });
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
        },
        ["refused-61-more-than-the-limit"] = async t =>
        {
            await ChangeMerchantAsync(t, m => m with { Limits = new Limits(5_000, 0, 0) });
            await t.SignInAsync();
            await t.AskAsync(Sale(5_001));
        },
        ["refused-65-too-often-today"] = async t =>
        {
            await ChangeMerchantAsync(t, m => m with { Limits = new Limits(0, 0, 1) });
            await t.SignInAsync();
            await t.AskAsync(Sale(5_000));
            await t.AskAsync(Sale(5_000));
        },
        ["refused-77-not-signed-in-today"] = async t =>
        {
            await t.SignInAsync();
            t.Time.Move(TimeSpan.FromDays(1));
            await t.AskAsync(Sale(10_000));
        },
        ["refused-77-signed-off"] = async t =>
        {
            await t.SignInAsync();
            var frame = t.Terminal.Bytes(Sale(10_000));
            await t.AskAsync(new TerminalQuestion(820, 0) { Network = 2, WithoutMac = true });
            await t.SendAsync(frame);
            await t.Terminal.ReceiveAsync();
        },
        ["refused-91-no-way-to-the-issuer"] = async t =>
        {
            t.Issuer.Answer = _ => Task.FromResult(IssuerReply.NotSent);
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
        },
        ["refused-94-same-numbers-other-amount"] = async t =>
        {
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
            await t.AskAsync(Sale(10_001) with { Trace = t.Trace });
        },
        ["refused-96-what-the-issuer-says-of-the-link"] = async t =>
        {
            t.Issuer.Answer = _ => ScriptedIssuer.Say("A0");
            await t.SignInAsync();
            await t.AskAsync(Sale(10_000));
        },
        ["refused-97-another-terminal"] = t => t.SpeakAsAsync("10000009", new TerminalQuestion(800, 0) { Network = 3, WithoutMac = true }),
        ["refused-A0-wrong-mac"] = async t =>
        {
            await t.SignInAsync();
            var frame = t.Terminal.Bytes(Sale(10_000));
            frame[^1] ^= 1;
            await t.SendAsync(frame);
            await t.Terminal.ReceiveAsync();
        },
    };

    private static string Totals(long debit, int debits) => $"{debit:D12}{debits:D3}{0:D12}{0:D3}0" + new string('0', 31);

    private static TerminalQuestion PreAuthorise(long amount) =>
        new(100, 10)
        {
            Processing = 30000,
            Amount = amount,
            Condition = 6,
            Track2 = DebitTrack,
            Entry = 21,
            Pin = "1234",
        };

    private static TerminalQuestion Complete(int mti, int type, long amount, int trace, TerminalReply held) =>
        new(mti, type)
        {
            Processing = 0,
            Amount = amount,
            Condition = 6,
            Track2 = DebitTrack,
            Entry = 22,
            Rrn = held.Rrn,
            Authorisation = held.Authorisation,
            Original = $"{1:D6}{trace:D6}1121",
        };

    private static TerminalQuestion Adjust(int type, long amount, int trace, TerminalReply sale) =>
        new(220, type)
        {
            Processing = 0,
            Amount = amount,
            Condition = 0,
            Entry = 22,
            Rrn = sale.Rrn,
            Original = $"{1:D6}{trace:D6}",
        };

    private static async Task ChangeMerchantAsync(Talk talk, Func<Merchant, Merchant> change)
    {
        var merchants = talk.Host.Services.Merchants;
        Assert.True((await merchants.SaveAsync(change(merchants.Find(MerchantNumber)!.Merchant))).Ok);
    }
}
