using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Till.Devices;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;

namespace Guitai.Till.Tests.Printing;

/// <summary>The queue on a real store: what a cashier sees and answers.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task A_printer_that_is_off_holds_up_no_sale_and_prints_all_when_it_is_back()
    {
        await using var test = await TestTill.StartAsync();
        test.Printer.Answers = PrintOutcome.NotReached;
        for (var i = 0; i < 3; i++)
        {
            await test.SellAsync("1001");
        }

        await Until.TrueAsync(() => test.View().Printer is { State: "off", Waiting: 3 });
        test.Printer.Answers = PrintOutcome.Printed;
        await Until.TrueAsync(() => test.Printer.Documents.Count == 3 && test.View().Printer.Waiting == 0);
        Assert.All(test.Printer.Documents, d => Assert.DoesNotContain("副本", TextOf(d), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_waiting_receipt_outlives_a_restart_and_is_no_copy()
    {
        await using var test = await TestTill.StartAsync();
        test.Printer.Answers = PrintOutcome.NotReady;
        test.Printer.State = PrinterState.PaperOut;
        await test.SellAsync("1001");
        await Until.TrueAsync(() => test.View().Printer is { State: "paper-out", Waiting: 1 });
        await test.RestartAsync();
        test.Printer.Answers = PrintOutcome.Printed;
        await Until.TrueAsync(() => test.Printer.Documents.Count == 1);
        Assert.DoesNotContain("副本", TextOf(test.Printer.Documents[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_under_way_at_a_restart_is_asked_about_and_printed_again_as_a_marked_copy_without_the_drawer()
    {
        await using var test = await TestTill.StartAsync();
        var stuck = new StuckPrinter();
        test.Till.DeviceDesk.Connect = _ => stuck;
        await test.LogInAsync("2001", "1357");
        await SetUpAsync(test);
        await test.SellAsync("1001");
        await stuck.Begun.Task;
        Assert.Equal("waiting", test.View().LastSale!.Print);
        await test.RestartAsync();
        await test.LogInAsync("2001", "1357");
        var kicks = test.Printer.Kicks;

        // The restarted till knows the set-up; the test gives it the good printer.
        test.Till.Printing.Use(test.Printer);
        var asked = Assert.Single(test.View().Printer.Uncertain);
        Assert.Equal("S1-01-000001", asked.Label);
        await AnswerAsync(test, asked.JobId, cameOut: false);
        await Until.TrueAsync(() => test.Printer.Documents.Count == 1);
        var text = TextOf(test.Printer.Documents[0]);
        Assert.Contains("副本 1", text, StringComparison.Ordinal);
        Assert.Equal(kicks, test.Printer.Kicks);
        Assert.Empty(test.View().Printer.Uncertain);
    }

    [Fact]
    public async Task A_receipt_that_came_out_is_settled_for_good_and_answered_twice_does_nothing_more()
    {
        await using var test = await TestTill.StartAsync();
        test.Printer.Answers = PrintOutcome.Uncertain;
        await test.SellAsync("1001");
        await Until.TrueAsync(() => test.View().Printer.Uncertain.Count == 1);
        test.Printer.Answers = PrintOutcome.Printed;
        var job = test.View().Printer.Uncertain[0].JobId;
        await AnswerAsync(test, job, cameOut: true);
        await AnswerAsync(test, job, cameOut: false);
        Assert.Empty(test.View().Printer.Uncertain);
        await test.RestartAsync();
        Assert.Empty(test.Till.Printing.Open);
        Assert.Empty(test.Printer.Documents);
    }

    [Fact]
    public async Task A_waiting_receipt_is_not_asked_about_and_can_be_given_up()
    {
        await using var test = await TestTill.StartAsync();
        test.Printer.Answers = PrintOutcome.NotReached;
        await test.SellAsync("1001");
        var job = test.Till.Printing.Open[0].Id;
        await test.RefusedAsync(
            "printer.not-asked",
            t => t.DeviceDesk.AnswerAsync(test.Page, new PrintAnswerRequest(Guid.CreateVersion7(), job, CameOut: true, GiveUp: false))
        );
        await test.DoAsync(t =>
            t.DeviceDesk.AnswerAsync(test.Page, new PrintAnswerRequest(Guid.CreateVersion7(), job, CameOut: false, GiveUp: true))
        );
        Assert.Empty(test.Till.Printing.Open);
    }

    [Fact]
    public async Task An_uncertain_Z_report_comes_again_as_a_marked_copy()
    {
        await using var test = await TestTill.StartAsync(number: "2001", pin: "1357");
        var shift = test.Till.Desk.State.Shift!.Id;
        await test.DoAsync(t =>
            t.Shifts.CloseAsync(test.Page, new CloseShiftRequest(Guid.CreateVersion7(), shift, [], 20_000, null, null))
        );
        await Until.TrueAsync(() => test.Till.Printing.Open.Count == 0);
        var before = test.Printer.Documents.Count;
        test.Printer.Answers = PrintOutcome.Uncertain;
        await test.DoAsync(t => t.PrintReportAsync(test.Page, shift));
        await Until.TrueAsync(() => test.View().Printer.Uncertain.Count == 1);
        test.Printer.Answers = PrintOutcome.Printed;
        await AnswerAsync(test, test.View().Printer.Uncertain[0].JobId, cameOut: false);
        await Until.TrueAsync(() => test.Printer.Documents.Count == before + 1);
        Assert.Contains("副本 1", TextOf(test.Printer.Documents[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_drawer_opens_without_paper_and_once()
    {
        await using var test = await TestTill.StartAsync();
        test.Printer.Answers = PrintOutcome.NotReady;
        test.Printer.State = PrinterState.PaperOut;
        await test.SellAsync("1001");
        await Until.TrueAsync(() => test.Printer.Kicks == 1);
        test.Printer.Answers = PrintOutcome.Printed;
        await Until.TrueAsync(() => test.Printer.Documents.Count == 1);
        Assert.Equal(1, test.Printer.Kicks);
    }

    [Fact]
    public async Task Only_who_may_change_settings_chooses_the_printer_and_the_choice_outlives_a_restart()
    {
        await using var test = await TestTill.StartAsync();
        var request = new PrinterSetupRequest(Guid.CreateVersion7(), "tcp", "192.0.2.7", 9100, null, null, null, null);
        await test.RefusedAsync("right.needed", t => t.DeviceDesk.SetUpAsync(test.Page, request));
        Assert.Null(test.Till.DeviceDesk.Setup);
        var owner = new Approval("1001", new Secret<string>("9753"));
        await test.DoAsync(t => t.DeviceDesk.SetUpAsync(test.Page, request with { CommandId = Guid.CreateVersion7(), Approval = owner }));
        await test.RestartAsync();
        Assert.Equal("192.0.2.7", test.Till.DeviceDesk.Setup!.Host);
    }

    [Theory]
    [InlineData("tcp", "", 9100, null)]
    [InlineData("tcp", "a b", 9100, null)]
    [InlineData("tcp", "printer", 70000, null)]
    [InlineData("file", null, 0, "/etc/passwd")]
    [InlineData("file", null, 0, "/dev/../etc/passwd")]
    [InlineData("usb", null, 0, "/dev/usb/lp0")]
    public async Task A_printer_at_no_sensible_place_is_refused(string kind, string? host, int port, string? path)
    {
        await using var test = await TestTill.StartAsync(number: "2001", pin: "1357");
        await test.RefusedAsync(
            "printer.no-such-place",
            t =>
                t.DeviceDesk.SetUpAsync(test.Page, new PrinterSetupRequest(Guid.CreateVersion7(), kind, host, port, path, null, null, null))
        );
    }

    [Theory]
    [InlineData("none", "none", null, null)]
    [InlineData("tcp:192.0.2.7:9100", "tcp", "192.0.2.7", null)]
    [InlineData("tcp:[2001:db8::7]:9100", "tcp", "2001:db8::7", null)]
    [InlineData("file:/dev/usb/lp0", "file", null, null)]
    [InlineData("file:/dev/ttyS0@19200", "file", null, 19200)]
    public void The_command_line_names_a_printer(string text, string kind, string? host, int? baud)
    {
        Assert.True(PrinterSetup.TryParse(text, out var setup));
        Assert.Equal((kind, host, baud), (setup.Kind, setup.Host, setup.Baud));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tcp:9100")]
    [InlineData("tcp:host:port")]
    [InlineData("file:")]
    [InlineData("file:/dev/ttyS0@7")]
    public void What_names_no_printer_is_refused(string text) => Assert.False(PrinterSetup.TryParse(text, out _));

    [Fact]
    public async Task A_test_page_is_printed_like_any_paper()
    {
        await using var test = await TestTill.StartAsync();
        await test.DoAsync(t => t.DeviceDesk.TestAsync(test.Page, new DeviceRequest(Guid.CreateVersion7())));
        await Until.TrueAsync(() => test.Printer.Documents.Count == 1);
        Assert.Contains("打印测试", TextOf(test.Printer.Documents[0]), StringComparison.Ordinal);
    }

    private static Task SetUpAsync(TestTill test) =>
        test.DoAsync(t =>
            t.DeviceDesk.SetUpAsync(
                test.Page,
                new PrinterSetupRequest(
                    Guid.CreateVersion7(),
                    "tcp",
                    "192.0.2.7",
                    9100,
                    null,
                    null,
                    null,
                    new Approval("1001", new Secret<string>("9753"))
                )
            )
        );

    private static Task AnswerAsync(TestTill test, Guid job, bool cameOut) =>
        test.DoAsync(t => t.DeviceDesk.AnswerAsync(test.Page, new PrintAnswerRequest(Guid.CreateVersion7(), job, cameOut, GiveUp: false)));

    private static string TextOf(byte[] document) => PaperText.Render(EscPosPaper.ReadRows(PaperWidth.Mm80, document), PaperWidth.Mm80);

    /// <summary>Takes the document and never says another word.</summary>
    private sealed class StuckPrinter : IPrinter
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsThere => true;

        public async Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation)
        {
            order.TakeKick();
            if (order.Document is not null && await order.Begin())
            {
                Begun.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }

            return PrintOutcome.Printed;
        }

        public Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation) =>
            Task.FromResult((PrinterState.Ready, PrinterCondition.Ready));
    }
}
