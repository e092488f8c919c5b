using System.Globalization;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Foundation.Store;

namespace Guitai.Till.Journal;

/// <summary>One commit of the till: facts chained onto the journal, their projections and the state after them, in one write.</summary>
internal sealed class TillTransaction(Guid tillId, Guid incarnation, TillState state, long position)
{
    private bool _stateChanged;

    /// <summary>State after everything appended so far.</summary>
    public TillState State { get; private set; } = state;

    /// <summary>Rows in the journal after everything appended so far.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The rows of this commit; features add their own.</summary>
    public Write Write { get; } = new();

    /// <summary>Chains a new fact onto the journal.</summary>
    public Fact Append<T>(FactKind kind, long atMs, int businessDate, Guid? subject, T body)
        where T : notnull
    {
        var fact = Fact.Make(
            tillId,
            incarnation,
            State.Sequence + 1,
            kind,
            atMs,
            businessDate,
            subject,
            ContractJson.Write(body),
            State.Head?.Hash ?? Fact.NoHash
        );
        Take(fact, body);
        return fact;
    }

    /// <summary>Takes a fact that comes back from the shop after a restore, as it is.</summary>
    public void Take(Fact fact) => Take(fact, TillFold.BodyOf(fact));

    private void Take(Fact fact, object body)
    {
        State = TillFold.Apply(State, fact, body);
        Position++;
        Write.Insert(
            TillTables.Fact,
            Position,
            fact.Incarnation,
            fact.Sequence,
            (int)fact.Kind,
            fact.AtMs,
            fact.BusinessDate,
            fact.Subject?.ToString(),
            fact.Body,
            fact.PreviousHash,
            fact.Hash
        );
        _stateChanged = true;
        if (body is Order order)
        {
            ProjectOrder(fact, order);
        }
    }

    /// <summary>Finishes the write with the state's row.</summary>
    public Write Finish()
    {
        if (_stateChanged)
        {
            Write.Upsert(TillTables.State, "state", TillJson.Write(State));
        }

        return Write;
    }

    /// <summary>Name of an order's kind in projections and pages.</summary>
    public static string KindName(FactKind kind) =>
        kind switch
        {
            FactKind.SaleCompleted => "sale",
            FactKind.RefundCompleted => "refund",
            FactKind.OrderVoided => "void",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not the end of an order."),
        };

    private void ProjectOrder(Fact fact, Order order)
    {
        Write.Insert(
            TillTables.OrderRow,
            order.Id,
            order.Number,
            order.ReceiptNumber,
            KindName(fact.Kind),
            fact.AtMs,
            fact.Sequence,
            order.Totals.TotalMinor,
            string.Join(',', order.Tenders.Select(t => t.Kind).Distinct(StringComparer.Ordinal)),
            order.StaffId,
            order.ShiftId,
            order.Lines.Count,
            order.OriginalOrderId?.ToString()
        );
        for (var i = 0; i < order.Lines.Count; i++)
        {
            var line = order.Lines[i];
            Write.Insert(TillTables.OrderLineRow, order.Id, i, line.Code, line.Barcode, line.Name);
        }
    }

    /// <summary>Receipt number as printed: store, till and the order's number with at least six digits.</summary>
    public static string ReceiptNumber(string storeCode, string tillCode, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{storeCode}-{tillCode}-{number:000000}");
}
