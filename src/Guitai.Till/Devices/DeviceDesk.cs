using System.Globalization;
using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Orders;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Staff;

namespace Guitai.Till.Devices;

/// <summary>What people do with the till's devices: choose the printer, try it, and say what became of a receipt.</summary>
public sealed class DeviceDesk(TillDesk desk, Login login, AuditLog audit, OrderBook orders, PrintQueue printing, DeviceWatch watch)
{
    private const string PrinterName = "printer";

    /// <summary>The printer as it is set up on this till; null when only the command line named one.</summary>
    public PrinterSetup? Setup { get; private set; }

    /// <summary>Makes a printer of its set-up; a test may give its own.</summary>
    public Func<PrinterSetup, IPrinter> Connect { get; set; } = setup => setup.Connect(desk.Time);

    /// <summary>At start: the till's own choice goes before the command line's.</summary>
    public void Load()
    {
        var body = desk.Store.Read(c => c.ExecuteScalar<string?>("SELECT body FROM device WHERE name = @name", new { name = PrinterName }));
        if (body is not null)
        {
            Setup = TillJson.Read<PrinterSetup>(body);
            printing.Use(Connect(Setup));
        }
    }

    /// <summary>Changes where the till's printer is. What waits is printed there.</summary>
    public Task<Outcome<bool>> SetUpAsync(PageContext page, PrinterSetupRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                var setup = new PrinterSetup(
                    request.Kind,
                    request.Host?.Trim(),
                    request.Port ?? 9100,
                    request.Path?.Trim(),
                    request.Baud,
                    request.Answers
                );
                if (!setup.IsSound || !setup.IsDevice)
                {
                    return new Refusal("printer.no-such-place");
                }

                var authorised = await login.AuthoriseAsync(actor, Right.EditSettings, request.Approval);
                if (authorised.Refusal is { } refusal)
                {
                    return refusal;
                }

                var write = new Write().Upsert(TillTables.Device, PrinterName, TillJson.Write(setup));
                var place = $"{setup.Kind} {setup.Host ?? setup.Path}".Trim();
                var result = await audit.WriteAsync(write, new AuditAction(actor.Staff.Number, "till.printer", place, "ok", "till"));
                if (result != WriteResult.Committed)
                {
                    return Refusals.StoreFull;
                }

                Setup = setup;
                printing.Use(Connect(setup));
                watch.Check();
                return true;
            }
        );

    /// <summary>Prints a page that shows whether everything is right.</summary>
    public Task<Outcome<bool>> TestAsync(PageContext page, DeviceRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            _ => PromiseAsync(new Write(), PrintKind.TestPage, desk.Identity!.TillId, copy: 0)
        );

    /// <summary>What a person says about a receipt that may or may not have come out.</summary>
    public Task<Outcome<bool>> AnswerAsync(PageContext page, PrintAnswerRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                var write = new Write();
                if (
                    printing.Open.FirstOrDefault(j => j.Id == request.JobId)
                    is not { State: PrintState.Uncertain or PrintState.Waiting } job
                )
                {
                    // Somebody else was asked, too, and answered first.
                    return true;
                }

                if (job.State == PrintState.Waiting && !request.GiveUp)
                {
                    return new Refusal("printer.not-asked");
                }

                return request.CameOut || request.GiveUp ? await SettleAsync(write, job) : await AgainAsync(actor, write, job);
            }
        );

    /// <summary>Keeps how a scan into the test field went.</summary>
    public Task<Outcome<bool>> ScannedAsync(PageContext page, ScannerTestRequest request) =>
        TriedAsync(
            page,
            request.CommandId,
            () =>
                request.Characters is < 1 or > 200 || request.DurationMs is < 0 or > 60_000 || request.SlowestGapMs is < 0 or > 60_000
                    ? null
                    : DeviceWatch.Keep(
                        new ScannerReading(request.Characters, request.DurationMs, request.SlowestGapMs, request.EndsWithEnter, desk.NowMs)
                    )
        );

    /// <summary>Keeps whether the drawer was seen to open.</summary>
    public Task<Outcome<bool>> DrawerTriedAsync(PageContext page, DrawerTestRequest request) =>
        TriedAsync(page, request.CommandId, () => DeviceWatch.Keep(new DrawerReading(request.Opened, desk.NowMs)));

    /// <summary>Opens the drawer to see whether it does, before there is a shift that could count it.</summary>
    public Task<Outcome<bool>> OpenDrawerAsync(PageContext page, OpenDrawerRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.State.Shift is not null)
                {
                    return new Refusal("shift.already-open");
                }

                if (printing.State == PrinterState.None)
                {
                    return new Refusal("printer.none");
                }

                var authorised = await login.AuthoriseAsync(actor, Right.OpenDrawer, request.Approval);
                if (authorised.Refusal is { } refusal)
                {
                    return refusal;
                }

                var result = await audit.WriteAsync(
                    new Write(),
                    new AuditAction(actor.Staff.Number, "till.drawer-tried", desk.Identity!.TillId.ToString(), "ok", "till")
                );
                if (result != WriteResult.Committed)
                {
                    return Refusals.StoreFull;
                }

                printing.Start(null, openDrawer: true);
                return true;
            }
        );

    /// <summary>What a page calls a job's paper: the receipt's or the shift's number.</summary>
    public string LabelOf(PrintJob job) =>
        job.Kind switch
        {
            PrintKind.Receipt => desk.Store.Read(c =>
                c.ExecuteScalar<string?>("SELECT receipt_number FROM order_row WHERE order_id = @id", new { id = job.Subject.ToString() })
            ) ?? "",
            PrintKind.TestPage => "",
            PrintKind.CardMerchant or PrintKind.CardCustomer => "",
            _ => ShiftNumber(job.Subject),
        };

    private string ShiftNumber(Guid shiftId) =>
        desk.State.Shift is { } shift && shift.Id == shiftId ? shift.Number.ToString(CultureInfo.InvariantCulture)
        : desk.Store.Read(c =>
            c.ExecuteScalar<string?>(
                "SELECT body FROM fact WHERE subject = @id AND kind = @kind LIMIT 1",
                new { id = shiftId.ToString(), kind = (int)FactKind.ShiftOpened }
            )
        )
            is { } body
            ? Contracts.ContractJson.Read<ShiftOpened>(body).Number.ToString(CultureInfo.InvariantCulture)
        : "";

    private async Task<Outcome<bool>> SettleAsync(Write write, PrintJob job)
    {
        if (printing.PromiseSettled(write, job.Id) is null)
        {
            return true;
        }

        if (await desk.Store.WriteAsync(write) != WriteResult.Committed)
        {
            return Refusals.StoreFull;
        }

        printing.Settle(job.Id);
        desk.SaySomethingChanged();
        return true;
    }

    // Only a marked copy may follow, and the drawer stays shut.
    private async Task<Outcome<bool>> AgainAsync(Actor actor, Write write, PrintJob job)
    {
        if (job.Kind != PrintKind.Receipt)
        {
            printing.PromiseSettled(write, job.Id);
            return await PromiseAsync(write, job.Kind, job.Subject, job.Copy + 1, job.Id);
        }

        var copy = orders.FactsOf(job.Subject).Count(f => f.Kind == FactKind.ReceiptCopied) + 1;
        var transaction = desk.NewTransaction();
        desk.Append(transaction, FactKind.ReceiptCopied, job.Subject, new ReceiptCopied(job.Subject, copy, actor.Id));
        printing.PromiseSettled(transaction.Write, job.Id);
        if (printing.Promise(transaction.Write, PrintKind.Receipt, job.Subject, copy) is not { } again)
        {
            return new Refusal("printer.none");
        }

        if (await desk.CommitAsync(transaction) is { } full)
        {
            return full;
        }

        printing.Settle(job.Id);
        printing.Start(again, openDrawer: false);
        return true;
    }

    private async Task<Outcome<bool>> PromiseAsync(Write write, PrintKind kind, Guid subject, int copy, Guid? settles = null)
    {
        if (printing.Promise(write, kind, subject, copy) is not { } job)
        {
            return new Refusal("printer.none");
        }

        if (await desk.Store.WriteAsync(write) != WriteResult.Committed)
        {
            return Refusals.StoreFull;
        }

        if (settles is { } settled)
        {
            printing.Settle(settled);
        }

        printing.Start(job, openDrawer: false);
        return true;
    }

    private Task<Outcome<bool>> TriedAsync(PageContext page, Guid commandId, Func<Write?> keep) =>
        desk.CommandAsync<bool>(
            page,
            commandId,
            async _ =>
            {
                if (keep() is not { } write)
                {
                    return new Refusal("input.invalid");
                }

                if (await desk.Store.WriteAsync(write) != WriteResult.Committed)
                {
                    return Refusals.StoreFull;
                }

                watch.Check();
                return true;
            }
        );
}
