using System.Text.Json;
using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Stock;

namespace Guitai.Shop.Sync;

/// <summary>Rows and totals that reports read, made from facts and written with them. A fact whose record makes no sense is kept all the same, since it
/// is signed into the till's chain; it raises an alarm and counts nowhere.</summary>
internal sealed class FactProjection(Books books, MasterReader read)
{
    private readonly Totals _totals = new(read.Merchant);
    private readonly Write _rows = new();
    private readonly List<(Fact Fact, Order Order)> _orders = [];
    private readonly List<StockMove> _moves = [];
    private readonly Dictionary<Guid, StoreCalendar> _calendars = [];

    public void Add(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            try
            {
                Add(fact);
            }
            catch (JsonException)
            {
                Unreadable(fact);
            }
        }
    }

    public void AddTo(Write write)
    {
        foreach (var row in _rows.Rows)
        {
            _ = row.Operation == RowOperation.Insert ? write.Insert(row.Table, row.Values) : write.InsertIfAbsent(row.Table, row.Values);
        }

        _totals.AddTo(write);
        foreach (var move in _moves)
        {
            move.AddTo(write, read.Merchant);
        }

        foreach (var alarm in Doubles())
        {
            alarm.AddTo(write, books);
        }
    }

    /// <summary>What kind of order a fact tells of; null when of none.</summary>
    public static string? OrderKind(FactKind kind) =>
        kind switch
        {
            FactKind.SaleCompleted => "sale",
            FactKind.RefundCompleted => "refund",
            FactKind.OrderVoided => "void",
            _ => null,
        };

    private void Add(Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.SaleCompleted or FactKind.RefundCompleted or FactKind.OrderVoided:
                var order = ContractJson.Read<Order>(fact.Body);
                if (!OrderSense.Makes(order, fact))
                {
                    Unreadable(fact);
                    return;
                }

                _orders.Add((fact, order));
                Rows(fact, order);
                _moves.AddRange(StockMove.Of(fact, order));
                _totals.Add(fact, order, Hour(order.StoreId, fact.AtMs));
                break;
            case FactKind.ShiftOpened:
                var opened = ContractJson.Read<ShiftOpened>(fact.Body);
                _rows.Insert(
                    Tables.ShiftOpenRow,
                    [.. Key(fact), opened.ShiftId, opened.Number, fact.AtMs, opened.StaffId, opened.FloatMinor]
                );
                break;
            case FactKind.ShiftClosed:
                var closed = ContractJson.Read<ShiftClosed>(fact.Body);
                _rows.Insert(Tables.ShiftCloseRow, [.. Key(fact), closed.ShiftId, closed.ZNumber, fact.AtMs, closed.StaffId, fact.Body]);
                break;
            case FactKind.ProductProposed:
                var proposed = ContractJson.Read<ProductProposed>(fact.Body);
                _rows.InsertIfAbsent(
                    Tables.Proposal,
                    books.Key,
                    proposed.Id,
                    fact.TillId,
                    fact.AtMs,
                    proposed.StaffId,
                    proposed.Barcode ?? "",
                    proposed.Name ?? "",
                    proposed.PriceMinor
                );
                break;
        }
    }

    private void Rows(Fact fact, Order order)
    {
        _rows.Insert(
            Tables.OrderRow,
            [
                .. Key(fact),
                order.Id,
                order.StoreId,
                order.ShiftId,
                order.Number,
                order.ReceiptNumber,
                OrderKind(fact.Kind),
                fact.AtMs,
                fact.BusinessDate,
                order.StaffId,
                order.Totals.TotalMinor,
                order.Totals.TaxMinor,
                order.Totals.CostMinor,
                order.Totals.DiscountMinor,
                order.Totals.TipMinor,
                string.Join(',', order.Tenders.Select(t => t.Kind).Distinct(StringComparer.Ordinal)),
                order.Lines.Count,
                order.OriginalOrderId?.ToString(),
            ]
        );
        for (var i = 0; i < order.Lines.Count; i++)
        {
            var line = order.Lines[i];
            _rows.Insert(
                Tables.OrderLineRow,
                [
                    .. Key(fact),
                    i + 1,
                    line.ProductId?.ToString(),
                    string.Join('\n', line.Name, line.NameEn, line.Code, line.Barcode).ToLowerInvariant(),
                    line.QuantityMilli,
                    line.PaidMinor,
                ]
            );
        }
    }

    // The same order or receipt number twice: two lives of a till, one of them from an old backup.
    private IEnumerable<Alarm> Doubles()
    {
        if (_orders.Count == 0)
        {
            yield break;
        }

        var key = new { merchant = read.Merchant };
        var receipts = read.QueryList<string>(
                "SELECT receipt_number FROM order_row WHERE merchant = @merchant AND receipt_number IN @items",
                key,
                [.. _orders.Select(o => o.Order.ReceiptNumber)]
            )
            .ToHashSet(StringComparer.Ordinal);
        var ids = read.QueryList<string>(
                "SELECT id FROM order_row WHERE merchant = @merchant AND id IN @items",
                key,
                [.. _orders.Select(o => o.Order.Id.ToString())]
            )
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (fact, order) in _orders)
        {
            if (!receipts.Add(order.ReceiptNumber))
            {
                yield return Alarm.Of("receipt.duplicate", fact.TillId, order.ReceiptNumber, ("receipt", order.ReceiptNumber));
            }

            if (!ids.Add(order.Id.ToString()))
            {
                yield return Alarm.Of(
                    "order.doubled",
                    fact.TillId,
                    order.Id.ToString(),
                    ("order", order.Id.ToString()),
                    ("receipt", order.ReceiptNumber)
                );
            }
        }
    }

    private void Unreadable(Fact fact) =>
        Alarm
            .Of(
                "fact.unreadable",
                fact.TillId,
                $"{fact.Incarnation}/{fact.Sequence}",
                ("incarnation", fact.Incarnation.ToString()),
                ("sequence", fact.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("kind", fact.Kind.ToString())
            )
            .AddTo(_rows, books);

    private object?[] Key(Fact fact) => [books.Key, fact.TillId, fact.Incarnation, fact.Sequence];

    private int Hour(Guid storeId, long atMs)
    {
        if (!_calendars.TryGetValue(storeId, out var calendar))
        {
            var store = read.Find<Store>(storeId)?.Value;
            _ = StoreCalendar.TryCreate(store?.TimeZone ?? "UTC", 0, out calendar);
            _calendars.Add(storeId, calendar);
        }

        return int.Parse(calendar.LocalTime(atMs).AsSpan(11, 2), System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>Whether an order can be counted: it is the fact's till's, complete, and its amounts are such that sums of them fit.</summary>
internal static class OrderSense
{
    private const long MostMinor = 1_000_000_000_000;
    private const int MostLines = 10_000;
    private const long MostMs = 253_402_300_799_999;

    public static bool Makes(Order order, Fact fact) =>
        order.TillId == fact.TillId
        && order.ReceiptNumber is not null
        && order.Lines is { Count: <= MostLines }
        && order.Tenders is not null
        && order.Totals is not null
        && fact.AtMs is >= 0 and <= MostMs
        && Fits(order.Totals.TotalMinor, order.Totals.TaxMinor, order.Totals.CostMinor, order.Totals.DiscountMinor, order.Totals.TipMinor)
        && order.Tenders.All(t => t is { Kind: not null } && Fits(t.AmountMinor))
        && order.Lines.All(l => l is { Name: not null } && Fits(l.QuantityMilli, l.PaidMinor, l.TaxMinor, l.CostMinor));

    private static bool Fits(params ReadOnlySpan<long> amounts)
    {
        foreach (var amount in amounts)
        {
            if (amount is < -MostMinor or > MostMinor)
            {
                return false;
            }
        }

        return true;
    }
}
