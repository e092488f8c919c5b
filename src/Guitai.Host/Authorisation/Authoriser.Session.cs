using System.Globalization;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Authorisation;

/// <content>Sign-in, settlement and the roll of the batch.</content>
public sealed partial class Authoriser
{
    private async Task<Answer?> SignInAsync(TerminalDesk desk, TerminalRequest question)
    {
        var now = services.NowMs;
        var terminal = desk.Terminal;
        if (
            terminal.State != TerminalState.Active
            || terminal.MasterKey.Length == 0
            || !WrappedKey.TryRead(Convert.FromBase64String(terminal.MasterKey), out var master)
        )
        {
            return Answer.Of("97", now) with { HasMac = false };
        }

        var withTrack = question.Numbers.Network == 4;
        var (macUse, macBytes) = terminal.Mac switch
        {
            MacAlgorithm.RetailMac => (KeyUse.RetailMac, 16),
            MacAlgorithm.Cmac => (KeyUse.Cmac, 16),
            _ => (KeyUse.UnionPayMac, 8),
        };
        List<KeyOrder> orders = [new(KeyUse.PinEncryption, 16), new(macUse, macBytes)];
        if (withTrack)
        {
            orders.Add(new KeyOrder(KeyUse.DataEncryption, 16));
        }

        var made = await services.Wrapping.IssueAsync(new KeyRef(master!, terminal.Number), terminal.Number, orders);
        if (made.Answer != KeyAnswer.Ok)
        {
            services.Alarms.Raise("terminal.no-keys", terminal.Number, terminal.Merchant, ("answer", made.Answer.ToString()));
            return Answer.Of("A7", now) with { HasMac = false };
        }

        var before = desk.Session;
        var session = before with
        {
            Day = services.Clock.DayOf(now),
            SignedInMs = now,
            PinKey = made.Keys[0].Wrapped,
            MacKey = made.Keys[1].Wrapped,
            TrackKey = withTrack ? made.Keys[2].Wrapped : null,
            Operator = question.Operator.Length >= 3 ? question.Operator[..3].TrimEnd() : "",
        };
        if (await services.Terminals.SaveAsync(desk, session) != WriteResult.Committed)
        {
            return Answer.Of("96", now) with { HasMac = false };
        }

        // Should this answer get lost, the terminal signs in again: the keys before are gone.
        Forget(before);
        return Answer.Of("00", now) with
        {
            HasMac = false,
            Batch = desk.Session.Batch,
            Data = KeyField(made.Keys),
            Totals = Terms(desk, now),
        };
    }

    // From here on a financial message is answered with 77 until the next sign-in.
    private async Task<Answer?> SignOffAsync(TerminalDesk desk)
    {
        var before = desk.Session;
        if (before.Day != 0)
        {
            var over = before with { Day = 0, PinKey = null, MacKey = null, TrackKey = null };
            if (await services.Terminals.SaveAsync(desk, over) != WriteResult.Committed)
            {
                return Answer.Of("96", services.NowMs) with { HasMac = false };
            }

            Forget(before);
        }

        return Answer.Of("00", services.NowMs) with
        {
            HasMac = false,
        };
    }

    private void Forget(TerminalSession session)
    {
        foreach (var over in (WrappedKey?[])[session.PinKey, session.MacKey, session.TrackKey])
        {
            if (over is not null)
            {
                services.Wrapping.Forget(over);
            }
        }
    }

    // Field 48 of a sign-in's answer: 01, what may be approved without asking (each 12, sum 12, count 3), highest trace number seen of the batch (6), end of the business day in Unix seconds (10),
    // version of the parameters for chips (10).
    private string Terms(TerminalDesk desk, long now)
    {
        var (number, batch) = (desk.Terminal.Number, desk.Session.Batch);
        var trace = services.Store.Read(c => c.HighestTrace(number, batch));
        var offline = desk.Terminal.Offline;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"01{offline.EachMinor:D12}{offline.SumMinor:D12}{offline.Count:D3}{trace:D6}{services.Clock.EndOfDay(now) / 1000:D10}{services.Chips.Lists.Version:D10}"
        );
    }

    // Told by a person at the counter: somebody of the acquirer looks at it. Nothing else comes of it.
    private async Task<Answer?> SuspectAsync(TerminalDesk desk, TerminalRequest question)
    {
        var now = services.NowMs;
        var number = desk.Terminal.Number;
        var of = services
            .Store.Read(c => c.OfBatch(number, question.Original.Batch))
            .FirstOrDefault(m => m.Intent.Key.Trace == question.Original.Trace);
        if (of is null)
        {
            return Answer.Of("25", now);
        }

        var write = services.Alarms.Raise(
            new Write(),
            "card.suspicious",
            number,
            desk.Terminal.Merchant,
            ("rrn", IssuerMessages.Rrn(of.Intent.Rrn)),
            ("card", of.Intent.Card)
        );
        return await services.Store.WriteAsync(write) == WriteResult.Committed ? Answer.Of("00", now) with { Rrn = of.Intent.Rrn } : null;
    }

    // Field 62: the PIN key and its check value; the MAC key, filled up to 16 bytes, and its check value; then the track key.
    private static byte[] KeyField(IReadOnlyList<WorkingKey> keys)
    {
        var field = new byte[20 * keys.Count];
        for (var i = 0; i < keys.Count; i++)
        {
            keys[i].Encrypted.Span.CopyTo(field.AsSpan(20 * i));
            keys[i].CheckValue.Span[..4].CopyTo(field.AsSpan((20 * i) + 16));
        }

        return field;
    }

    private async Task<Answer?> SettleAsync(TerminalDesk desk, TerminalRequest question)
    {
        var now = services.NowMs;
        var (number, batch) = (desk.Terminal.Number, question.Numbers.Batch);
        if (services.Store.Read(c => Settlements.Find(c, number, batch)) is { } closed)
        {
            return Settled(closed.Told, closed.Balanced, now);
        }

        if (batch != desk.Session.Batch || desk.Session.Day == 0)
        {
            return Answer.Of("77", now) with { HasMac = false, Batch = desk.Session.Batch };
        }

        if (!Settlements.TryRead(question.Totals, out var told))
        {
            return Answer.Of("30", now);
        }

        var messages = services.Store.Read(c => c.OfBatch(number, batch));
        if (messages.Any(m => m.Outcome is null))
        {
            // Something of the batch has no end yet; its totals would be wrong a moment later.
            return Answer.Of("96", now);
        }

        var ours = Settlements.Totals(messages);
        var balanced = told == ours;
        if (!balanced)
        {
            return Settled(question.Totals, balanced, now);
        }

        return await RollAsync(desk, batch, ours, balanced, question.Totals, now) ? Settled(question.Totals, balanced, now) : null;
    }

    private async Task<Answer?> UploadAsync(TerminalDesk desk, TerminalRequest question, byte[]? message)
    {
        var now = services.NowMs;
        var (number, batch) = (desk.Terminal.Number, question.Numbers.Batch);
        if (services.Store.Read(c => Settlements.Find(c, number, batch)) is not null)
        {
            return Answer.Of("00", now);
        }

        if (batch != desk.Session.Batch)
        {
            return Answer.Of("77", now) with { HasMac = false, Batch = desk.Session.Batch };
        }

        var record = new Write().InsertIfAbsent(
            HostTables.Upload,
            number,
            batch,
            question.Trace,
            question.Numbers.Network,
            now,
            message ?? []
        );
        if (await services.Store.WriteAsync(record) != WriteResult.Committed)
        {
            return null;
        }

        if (question.Flow == Flow.BatchUpload)
        {
            return Answer.Of("00", now);
        }

        var ours = Settlements.Totals(services.Store.Read(c => c.OfBatch(number, batch)));
        return await RollAsync(desk, batch, ours, balanced: false, question.Totals, now) ? Answer.Of("00", now) : null;
    }

    private async Task<bool> RollAsync(TerminalDesk desk, int batch, BatchTotals ours, bool balanced, string told, long now)
    {
        var terminal = desk.Terminal;
        var session = desk.Session with { Batch = (batch % 999_999) + 1 };
        var result = await services.Terminals.SaveAsync(
            desk,
            session,
            write =>
            {
                write.Insert(
                    HostTables.Batch,
                    terminal.Number,
                    batch,
                    terminal.Merchant,
                    now,
                    balanced,
                    ours.DebitMinor,
                    ours.DebitCount,
                    ours.CreditMinor,
                    ours.CreditCount,
                    told
                );
                if (!balanced)
                {
                    services.Alarms.Raise(
                        write,
                        "batch.unbalanced",
                        terminal.Number,
                        terminal.Merchant,
                        ("batch", batch.ToString("D6", CultureInfo.InvariantCulture)),
                        ("told", told),
                        ("counted", ours.ToString()),
                        (
                            "certificates",
                            services
                                .Store.Read(c => Settlements.Certificates(c, terminal.Number, batch))
                                .ToString(CultureInfo.InvariantCulture)
                        )
                    );
                }
            }
        );
        return result == WriteResult.Committed;
    }

    private static Answer Settled(string told, bool balanced, long now)
    {
        // The answer repeats the terminal's totals with the host's verdict in the two flags.
        var digits = told.PadRight(62, '0').ToCharArray();
        digits[30] = balanced ? '1' : '2';
        digits[61] = '1';
        return Answer.Of("00", now) with { Totals = new string(digits, 0, 62) };
    }
}
