using Guitai.Foundation;
using Guitai.Till.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Devices;

/// <summary>The till's devices: the self-check, the printer and its jobs.</summary>
internal static class DeviceEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes.Get<DeviceReport>("devices", (_, _) => Report(till));
        Try(
            routes,
            till,
            "devices/check",
            async cancellation =>
            {
                await Task.WhenAny(till.Printing.LookAsync(), Task.Delay(TimeSpan.FromSeconds(8), till.Desk.Time, cancellation));
                till.Devices.Check();
                return Report(till);
            }
        );
        Try(routes, till, "devices/network/test", till.Trials.NetworkAsync);
        Try(routes, till, "devices/disk/test", _ => till.Trials.DiskAsync());
        routes.Post<PrinterSetupRequest>("devices/printer", till.DeviceDesk.SetUpAsync);
        routes.Post<DeviceRequest>("devices/printer/test", till.DeviceDesk.TestAsync);
        routes.Post<PrintAnswerRequest>("devices/printer/answer", till.DeviceDesk.AnswerAsync);
        routes.Post<ScannerTestRequest>("devices/scanner", till.DeviceDesk.ScannedAsync);
        routes.Post<DrawerTestRequest>("devices/drawer", till.DeviceDesk.DrawerTriedAsync);
        // Within a shift the opening is one of its facts.
        routes.Post<OpenDrawerRequest>(
            "devices/drawer/open",
            (page, request) =>
                till.Desk.State.Shift is null ? till.DeviceDesk.OpenDrawerAsync(page, request) : till.Shifts.OpenDrawerAsync(page, request)
        );
    }

    // Takes its time outside of the desk's turn, and is answered with what was found.
    private static void Try<T>(TillRoutes routes, TillRole till, string path, Func<CancellationToken, Task<T>> work) =>
        routes
            .Api.MapPost(
                path,
                (Delegate)(
                    async (HttpContext http) =>
                    {
                        var entered = await till.Desk.InTurnAsync(() =>
                            Task.FromResult(till.Desk.Enter(Answers.PageOf(http) with { PageId = null }))
                        );
                        return entered.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(await work(http.RequestAborted));
                    }
                )
            )
            .Produces<T>();

    private static DeviceReport Report(TillRole till)
    {
        PrintJobView View(Receipts.PrintJob job) =>
            new(job.Id, job.Kind, till.DeviceDesk.LabelOf(job), job.Copy, Receipts.PrintJob.NameOf(job.State), job.AtMs);
        return new DeviceReport(
            till.Devices.CheckedAtMs,
            till.Devices.Checks,
            new PrinterDetail(
                till.Views.Printer(forStaff: true),
                till.DeviceDesk.Setup,
                [.. till.Printing.Open.Select(View)],
                [.. till.Printing.Finished.TakeLast(10).Reverse().Select(View)]
            )
        );
    }
}
