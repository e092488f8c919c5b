using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Staff;

namespace Guitai.Till.Shifts;

/// <summary>Opening, cash in and out, counting, 换班 and closing. A close reads nothing but the figures kept up with every order.</summary>
public sealed class ShiftDesk(TillDesk desk, Login login, PrintQueue printing)
{
    /// <summary>Opens a shift with what lies in the drawer.</summary>
    public Task<Outcome<bool>> OpenAsync(PageContext page, OpenShiftRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.State.Shift is not null)
                {
                    return new Refusal("shift.already-open");
                }

                if (request.FloatMinor is < 0 or > Limits.PriceMinor)
                {
                    return Refusals.OutOfRange("float", 0, Limits.PriceMinor);
                }

                var transaction = desk.NewTransaction();
                AppendOpened(transaction, actor, request.FloatMinor, null);
                return await desk.CommitAsync(transaction) is { } full ? full : true;
            }
        );

    /// <summary>Cash in or out with a reason.</summary>
    public Task<Outcome<bool>> MoveCashAsync(PageContext page, MoveCashRequest request) =>
        InShiftAsync(
            page,
            request,
            request.Reason,
            Right.MoveCash,
            request.Approval,
            (actor, shift, reason, approvedBy, transaction) =>
            {
                if (request.AmountMinor is 0 or > Limits.PriceMinor or < -Limits.PriceMinor)
                {
                    return Refusals.OutOfRange("amount", 1, Limits.PriceMinor);
                }

                desk.Append(
                    transaction,
                    FactKind.CashMoved,
                    request.CommandId,
                    new CashMoved(request.CommandId, shift.Id, actor.Id, request.AmountMinor, reason, approvedBy)
                );
                return null;
            }
        );

    /// <summary>Opens the drawer without a sale.</summary>
    public Task<Outcome<bool>> OpenDrawerAsync(PageContext page, OpenDrawerRequest request) =>
        InShiftAsync(
            page,
            request,
            request.Reason,
            Right.OpenDrawer,
            request.Approval,
            (actor, shift, reason, approvedBy, transaction) =>
            {
                desk.Append(transaction, FactKind.DrawerOpened, shift.Id, new DrawerOpened(shift.Id, actor.Id, reason, approvedBy));
                return null;
            }
        );

    /// <summary>Counts the drawer and closes; with a hand-over sum the next shift opens at once (换班).</summary>
    /// <returns>The closed shift's id; a second press answers with it again.</returns>
    public Task<Outcome<Guid>> CloseAsync(PageContext page, CloseShiftRequest request) =>
        desk.CommandAsync<Guid>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.State.Shift is not { } shift || shift.Id != request.ShiftId)
                {
                    return new Refusal("shift.changed");
                }

                if (desk.Cart is { Lines.Count: > 0 })
                {
                    return new Refusal("cart.not-empty");
                }

                if (CheckCount(request) is { } wrong)
                {
                    return wrong;
                }

                Guid? approvedBy = null;
                if (shift.StaffId != actor.Id)
                {
                    var authorised = await login.AuthoriseAsync(actor, Right.CloseOthersShift, request.Approval);
                    if (authorised.Refusal is { } refusal)
                    {
                        return refusal;
                    }

                    approvedBy = authorised.Value;
                }

                var expected = shift.Totals.ExpectedCashMinor;
                var transaction = desk.NewTransaction();
                var closed = new ShiftClosed(
                    shift.Id,
                    desk.State.NextZNumber,
                    actor.Id,
                    request.Counts,
                    expected,
                    request.CountedMinor,
                    request.CountedMinor - expected,
                    request.HandOverFloatMinor ?? 0,
                    desk.Place!.BlindCount,
                    approvedBy,
                    shift.Totals
                );
                desk.Append(transaction, FactKind.ShiftClosed, shift.Id, closed);
                if (request.HandOverFloatMinor is { } carried)
                {
                    AppendOpened(transaction, actor, carried, shift.Id);
                }

                var job = printing.Promise(transaction.Write, PrintKind.ShiftReport, shift.Id, copy: 0);
                if (await desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                printing.Start(job, openDrawer: false);
                return shift.Id;
            }
        );

    private bool IsDone(Guid commandId) =>
        desk.Store.Read(c =>
            c.ExecuteScalar<long>(
                "SELECT count(*) FROM fact WHERE subject = @id AND kind = @kind",
                new { id = commandId.ToString(), kind = (int)FactKind.CashMoved }
            )
        ) > 0;

    private static Refusal? CheckCount(CloseShiftRequest request)
    {
        if (request.CountedMinor is < 0 or > Limits.TotalMinor)
        {
            return Refusals.OutOfRange("counted", 0, Limits.TotalMinor);
        }

        if (request.HandOverFloatMinor < 0 || request.HandOverFloatMinor > request.CountedMinor)
        {
            return Refusals.OutOfRange("float", 0, request.CountedMinor);
        }

        if (request.Counts.Any(c => c.Count is < 0 or > 100_000 || c.ValueMinor is < 1 or > Limits.PriceMinor))
        {
            return Refusals.OutOfRange("count", 0, 100_000);
        }

        return request.Counts.Count > 0 && request.Counts.Sum(c => c.ValueMinor * c.Count) != request.CountedMinor
            ? new Refusal("shift.count-does-not-add-up")
            : null;
    }

    private void AppendOpened(TillTransaction transaction, Actor actor, long floatMinor, Guid? previous)
    {
        var id = desk.Ids.Next();
        desk.Append(
            transaction,
            FactKind.ShiftOpened,
            id,
            new ShiftOpened(id, transaction.State.NextShiftNumber, actor.Id, floatMinor, previous)
        );
    }

    private Task<Outcome<bool>> InShiftAsync(
        PageContext page,
        ICommand command,
        string reasonText,
        Right right,
        Approval? approval,
        Func<Actor, OpenShift, string, Guid?, TillTransaction, Refusal?> append
    ) =>
        desk.CommandAsync<bool>(
            page,
            command.CommandId,
            async actor =>
            {
                // Cash that moved bears the press's own id: pressed again after a restart, it finds itself.
                if (IsDone(command.CommandId))
                {
                    return true;
                }

                if (desk.State.Shift is not { } shift)
                {
                    return Refusals.NoShift;
                }

                if (Limits.Clean(reasonText) is not { } reason)
                {
                    return Refusals.ReasonMissing;
                }

                var authorised = await login.AuthoriseAsync(actor, right, approval);
                if (authorised.Refusal is { } refusal)
                {
                    return refusal;
                }

                var transaction = desk.NewTransaction();
                if (append(actor, shift, reason, authorised.Value, transaction) is { } wrong)
                {
                    return wrong;
                }

                if (await desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                printing.Start(null, openDrawer: true);
                return true;
            }
        );
}
