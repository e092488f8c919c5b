using System.Data.Common;
using System.Text.Json.Nodes;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Simulate.Cards;

/// <summary>The defects that a till can be given: in what it hears of its terminal, and in what it writes.</summary>
internal static class PlantedTill
{
    /// <summary>The till's way to its terminal.</summary>
    public static ITerminalLine Line(CardBug bug, ITerminalLine line, Guid life) =>
        bug is CardBug.TillAsksAnew or CardBug.TillTakesUnknownForDeclined or CardBug.TillBooksEarly ? new BadLine(bug, line, life) : line;

    /// <summary>The till's engine.</summary>
    public static ISqlEngine Engine(CardBug bug, ISqlEngine engine) =>
        bug is CardBug.TillForgetsAsking or CardBug.TillConfirmsTwice ? new BadEngine(bug, engine) : engine;

    /// <summary>Says something else than the terminal, or asks it for something else.</summary>
    private sealed class BadLine(CardBug bug, ITerminalLine line, Guid life) : ITerminalLine
    {
        public async Task<Outcome<PaymentView>> BeginAsync(BeginPayment payment, CancellationToken cancellation) =>
            Spoilt(payment.Id, await line.BeginAsync(payment with { Id = Other(payment.Id) }, cancellation));

        public async Task<Outcome<PaymentView>> LookAsync(Guid id, long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
            Spoilt(id, await line.LookAsync(Other(id), afterVersion, patience, cancellation));

        public async Task<Outcome<PaymentView>> CancelAsync(Guid id, CancellationToken cancellation) =>
            Spoilt(id, await line.CancelAsync(Other(id), cancellation));

        public async Task<Outcome<PaymentView>> SetAmountAsync(Guid id, PaymentAmount amount, CancellationToken cancellation) =>
            Spoilt(id, await line.SetAmountAsync(Other(id), amount, cancellation));

        public Task<Outcome<PaymentView>> ReportAsync(Guid id, CancellationToken cancellation) => line.ReportAsync(id, cancellation);

        public Task<Outcome<TerminalView>> StandAsync(long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
            line.StandAsync(afterVersion, patience, cancellation);

        public Task<Outcome<TerminalView>> SettleAsync(CancellationToken cancellation) => line.SettleAsync(cancellation);

        public Task<Outcome<IReadOnlyList<PaymentView>>> ListAsync(PaymentQuery query, CancellationToken cancellation) =>
            line.ListAsync(query, cancellation);

        public Task<Outcome<FrameAnswer>> SetUpAsync(CancellationToken cancellation) => line.SetUpAsync(cancellation);

        // The first life asks by the payment's id; each later one by an id of its own.
        private Guid Other(Guid id)
        {
            if (bug != CardBug.TillAsksAnew || life == default)
            {
                return id;
            }

            var (bytes, by) = (id.ToByteArray(), life.ToByteArray());
            for (var i = 8; i < bytes.Length; i++)
            {
                bytes[i] ^= by[i];
            }

            return new Guid(bytes);
        }

        private Outcome<PaymentView> Spoilt(Guid id, Outcome<PaymentView> heard)
        {
            if (!heard.Ok)
            {
                return heard;
            }

            var view = heard.Value with { Id = id };
            return bug switch
            {
                CardBug.TillTakesUnknownForDeclined when view.State == PaymentState.Unknown => view with
                {
                    State = PaymentState.Declined,
                    EndedAtMs = 1,
                },
                CardBug.TillBooksEarly when view is { State: PaymentState.UnderWay, Waits: PaymentWait.Answer, Card: not null } => view with
                {
                    State = PaymentState.Approved,
                    EndedAtMs = 1,
                    Slip = new CardSlip
                    {
                        Merchant = new MerchantNumber(CardPremises.Merchant),
                        Terminal = new ShortWord(CardPremises.Terminal1),
                        Flow = CardFlow.Sale,
                        Batch = 1,
                        Trace = 2,
                        Invoice = 1,
                        AtMs = 1,
                    },
                },
                _ => view,
            };
        }
    }

    /// <summary>Leaves out what must be on disk before the terminal is asked, or writes a confirmed tender twice.</summary>
    private sealed class BadEngine(CardBug bug, ISqlEngine engine) : ISqlEngine
    {
        public string Name => engine.Name;

        public void Migrate(IReadOnlyList<Migration> migrations) => engine.Migrate(migrations);

        public WriteResult Commit(IReadOnlyList<Write> writes) => engine.Commit([.. writes.Select(Spoilt)]);

        public DbConnection OpenReader() => engine.OpenReader();

        public void Dispose() => engine.Dispose();

        private Write Spoilt(Write write)
        {
            var spoilt = new Write();
            foreach (var row in write.Rows)
            {
                if (bug == CardBug.TillForgetsAsking && row is { Table.Name: "card_payment", Values: [_, 1L, ..] })
                {
                    continue;
                }

                if (bug == CardBug.TillConfirmsTwice && row is { Table.Name: "open_order", Operation: RowOperation.Upsert })
                {
                    row.Values[^1] = Twice((string)row.Values[^1]!);
                }

                Put(spoilt, row);
            }

            return spoilt;
        }

        private static string Twice(string body)
        {
            var cart = JsonNode.Parse(body)!;
            if (
                cart["tenders"] is JsonArray { Count: 1 } tenders
                && string.Equals((string?)tenders[0]!["state"], "confirmed", StringComparison.OrdinalIgnoreCase)
            )
            {
                var again = tenders[0]!.DeepClone();
                again["id"] = new Guid(7, 7, 7, new byte[8]).ToString();
                tenders.Add(again);
            }

            return cart.ToJsonString();
        }

        private static void Put(Write write, RowChange row) =>
            _ = row.Operation switch
            {
                RowOperation.Insert => write.Insert(row.Table, row.Values),
                RowOperation.InsertIfAbsent => write.InsertIfAbsent(row.Table, row.Values),
                RowOperation.Upsert => write.Upsert(row.Table, row.Values),
                RowOperation.Add => write.Add(row.Table, row.Values),
                RowOperation.Delete => write.Delete(row.Table, row.Values),
                _ => throw new InvalidOperationException($"A till does not {row.Operation}."),
            };
    }
}
