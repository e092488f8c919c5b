using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Staff;
using Guitai.Documents;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Till.Shifts;

/// <summary>X- and Z-reports: frozen figures read back, never added up again.</summary>
public sealed class ShiftReports(TillDesk desk)
{
    /// <summary>The open shift as it stands; null without one. Blind counting hides what the drawer should hold from those without the right.</summary>
    public ShiftReport? Look(bool maySeeExpected)
    {
        if (desk.State.Shift is not { } shift)
        {
            return null;
        }

        var hidden = desk.Place!.BlindCount && !maySeeExpected;
        return new ShiftReport(
            shift.Id,
            shift.Number,
            desk.Catalogue.StaffName(shift.StaffId),
            shift.OpenedAtMs,
            null,
            null,
            null,
            hidden ? Blinded(shift.Totals) : shift.Totals,
            Names(shift.Totals),
            hidden ? null : shift.Totals.ExpectedCashMinor,
            null,
            null,
            null
        );
    }

    /// <summary>True when the role may see what a drawer should hold before it is counted.</summary>
    public static bool MaySeeExpected(Actor actor) => Rights.Has(actor.Staff.Role, Right.SeeExpectedCash);

    /// <summary>A closed shift; null when this till closed none of that id.</summary>
    public ShiftReport? Closed(Guid shiftId) =>
        Read("WHERE subject = @id AND kind IN (2, 8)", new { id = shiftId.ToString() }).FirstOrDefault();

    /// <summary>Closed shifts, newest first.</summary>
    public IReadOnlyList<ShiftReport> List(int skip, int take) =>
        Read(
            """
            WHERE subject IN (SELECT subject FROM fact WHERE kind = 8 ORDER BY position DESC LIMIT @take OFFSET @skip) AND kind IN (2, 8)
            """,
            new { skip = Math.Max(0, skip), take = Math.Clamp(take, 1, 100) }
        );

    private List<ShiftReport> Read(string where, object values)
    {
        var facts = desk.Store.Read(c =>
            c.Query<FactRow>($"{FactRow.Select} {where} ORDER BY position", values).Select(r => r.ToFact(desk.Identity!.TillId)).ToList()
        );
        var opened = facts.Where(f => f.Kind == FactKind.ShiftOpened).ToDictionary(f => f.Subject!.Value);
        return [.. facts.Where(f => f.Kind == FactKind.ShiftClosed).Reverse().Select(f => Report(opened[f.Subject!.Value], f))];
    }

    private ShiftReport Report(Fact openedFact, Fact closedFact)
    {
        var opened = ContractJson.Read<ShiftOpened>(openedFact.Body);
        var closed = ContractJson.Read<ShiftClosed>(closedFact.Body);
        return new ShiftReport(
            closed.ShiftId,
            opened.Number,
            desk.Catalogue.StaffName(opened.StaffId),
            openedFact.AtMs,
            closedFact.AtMs,
            desk.Catalogue.StaffName(closed.StaffId),
            closed.ZNumber,
            closed.Totals,
            Names(closed.Totals),
            closed.ExpectedMinor,
            closed.CountedMinor,
            closed.OverShortMinor,
            closed.CarriedMinor
        );
    }

    private Dictionary<string, string> Names(ShiftTotals totals) =>
        totals.Cashiers.Keys.ToDictionary(id => id, id => desk.Catalogue.StaffName(Guid.Parse(id)), StringComparer.Ordinal);

    // Everything from which the drawer could be worked out stays hidden until it is counted.
    private static ShiftTotals Blinded(ShiftTotals totals) =>
        new()
        {
            SaleCount = totals.SaleCount,
            RefundCount = totals.RefundCount,
            VoidCount = totals.VoidCount,
            DrawerOpenings = totals.DrawerOpenings,
            FirstNumber = totals.FirstNumber,
            LastNumber = totals.LastNumber,
        };
}
