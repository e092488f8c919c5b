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
        routes
            .Api.MapPost(
                "devices/check",
                (Delegate)(
                    async (HttpContext http) =>
                    {
                        var entered = await till.Desk.InTurnAsync(() =>
                            Task.FromResult(till.Desk.Enter(Answers.PageOf(http) with { PageId = null }))
                        );
                        if (entered.Refusal is { } refusal)
                        {
                            return Answers.Refused(refusal);
                        }

                        await Task.WhenAny(till.Printing.LookAsync(), Task.Delay(TimeSpan.FromSeconds(8), till.Desk.Time));
                        till.Devices.Check();
                        return Results.Json(Report(till));
                    }
                )
            )
            .Produces<DeviceReport>();
        routes.Post<PrinterSetupRequest>("devices/printer", till.DeviceDesk.SetUpAsync);
        routes.Post<DeviceRequest>("devices/printer/test", till.DeviceDesk.TestAsync);
        routes.Post<PrintAnswerRequest>("devices/printer/answer", till.DeviceDesk.AnswerAsync);
        routes.Post<ScannerTestRequest>("devices/scanner", till.DeviceDesk.ScannedAsync);
        routes.Post<DrawerTestRequest>("devices/drawer", till.DeviceDesk.DrawerTriedAsync);
    }

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
