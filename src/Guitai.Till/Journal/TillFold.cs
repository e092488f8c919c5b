using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Till.Shifts;

namespace Guitai.Till.Journal;

/// <summary>How each fact changes the till's state. Pure: the same facts give the same state, live, at start and in <c>verify</c>.</summary>
public static class TillFold
{
    /// <summary>The record inside a fact.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not one of the fact's kind.</exception>
    public static object BodyOf(Fact fact) =>
        fact.Kind switch
        {
            FactKind.TillStarted => ContractJson.Read<TillStarted>(fact.Body),
            FactKind.ShiftOpened => ContractJson.Read<ShiftOpened>(fact.Body),
            FactKind.ShiftClosed => ContractJson.Read<ShiftClosed>(fact.Body),
            FactKind.SaleCompleted or FactKind.RefundCompleted or FactKind.OrderVoided => ContractJson.Read<Order>(fact.Body),
            FactKind.CashMoved => ContractJson.Read<CashMoved>(fact.Body),
            FactKind.DrawerOpened => ContractJson.Read<DrawerOpened>(fact.Body),
            FactKind.ReceiptCopied => ContractJson.Read<ReceiptCopied>(fact.Body),
            FactKind.ProductProposed => ContractJson.Read<ProductProposed>(fact.Body),
            FactKind.OrderHeld => ContractJson.Read<OrderHeld>(fact.Body),
            FactKind.OrderRecalled => ContractJson.Read<OrderRecalled>(fact.Body),
            FactKind.NumbersSkipped => ContractJson.Read<NumbersSkipped>(fact.Body),
            _ => throw new System.Text.Json.JsonException($"Unknown kind of fact {fact.Kind}."),
        };

    /// <summary>The state after a fact.</summary>
    /// <exception cref="InvalidOperationException">The fact contradicts the state: a bug or a damaged journal.</exception>
    public static TillState Apply(TillState state, Fact fact) => Apply(state, fact, BodyOf(fact));

    /// <summary>The state after a fact whose body is at hand.</summary>
    /// <exception cref="InvalidOperationException">The fact contradicts the state: a bug or a damaged journal.</exception>
    public static TillState Apply(TillState state, Fact fact, object body)
    {
        var next = body switch
        {
            ShiftOpened opened => Opened(state, fact, opened),
            ShiftClosed closed => Closed(state, closed),
            Order order => Ended(state, fact.Kind, order),
            CashMoved moved => Cash(state, moved),
            DrawerOpened opened => InShift(state, opened.ShiftId, t => t with { DrawerOpenings = t.DrawerOpenings + 1 }),
            NumbersSkipped skipped => Skipped(state, skipped),
            _ => state,
        };
        return next with { Head = new JournalHead(fact.Incarnation, fact.Sequence, fact.Hash) };
    }

    private static TillState Opened(TillState state, Fact fact, ShiftOpened opened) =>
        state.Shift is not null
            ? throw new InvalidOperationException($"Shift {opened.Number} opened while shift {state.Shift.Number} is open.")
            : state with
            {
                NextShiftNumber = opened.Number + 1,
                Shift = new OpenShift
                {
                    Id = opened.ShiftId,
                    Number = opened.Number,
                    StaffId = opened.StaffId,
                    OpenedAtMs = fact.AtMs,
                    BusinessDate = fact.BusinessDate,
                    Totals = new ShiftTotals { FloatMinor = opened.FloatMinor },
                },
            };

    private static TillState Closed(TillState state, ShiftClosed closed) =>
        state.Shift?.Id != closed.ShiftId
            ? throw new InvalidOperationException("A shift was closed that is not open.")
            : state with
            {
                Shift = null,
                NextZNumber = closed.ZNumber + 1,
            };

    private static TillState Ended(TillState state, FactKind kind, Order order) =>
        InShift(state, order.ShiftId, totals => ShiftFold.Ended(totals, kind, order)) with
        {
            NextOrderNumber = order.Number + 1,
        };

    private static TillState Cash(TillState state, CashMoved moved) =>
        InShift(
            state,
            moved.ShiftId,
            t =>
                moved.AmountMinor >= 0
                    ? t with
                    {
                        CashInMinor = t.CashInMinor + moved.AmountMinor,
                    }
                    : t with
                    {
                        CashOutMinor = t.CashOutMinor - moved.AmountMinor,
                    }
        );

    private static TillState Skipped(TillState state, NumbersSkipped skipped) =>
        state with
        {
            NextOrderNumber = Math.Max(state.NextOrderNumber, skipped.NextOrderNumber),
            NextShiftNumber = Math.Max(state.NextShiftNumber, skipped.NextShiftNumber),
            NextZNumber = Math.Max(state.NextZNumber, skipped.NextZNumber),
        };

    private static TillState InShift(TillState state, Guid shiftId, Func<ShiftTotals, ShiftTotals> change) =>
        state.Shift is { } shift && shift.Id == shiftId
            ? state with
            {
                Shift = shift with { Totals = change(shift.Totals) },
            }
            : throw new InvalidOperationException("A fact belongs to a shift that is not open.");
}
