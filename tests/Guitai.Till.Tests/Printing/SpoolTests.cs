using Guitai.Till.Devices;
using Guitai.Till.Receipts;

namespace Guitai.Till.Tests.Printing;

/// <summary>The jobs' states, without clock, disk or printer.</summary>
public sealed class SpoolTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromMinutes(5);
    private readonly PrintSpool _spool = new();

    [Fact]
    public void Jobs_are_printed_in_the_order_in_which_they_were_promised()
    {
        var (first, second) = (Put(), Put());
        Assert.Equal(first, _spool.Next(s_now)!.Job!.Id);
        _spool.Begin(first);
        Assert.Equal(PrintState.Printed, _spool.End(first, PrintOutcome.Printed)!.State);
        Assert.Equal(second, _spool.Next(s_now)!.Job!.Id);
        Assert.Equal(1, _spool.Waiting);
    }

    [Theory]
    [InlineData(PrintOutcome.NotReached)]
    [InlineData(PrintOutcome.NotReady)]
    public void A_job_of_which_no_byte_left_waits_on(PrintOutcome outcome)
    {
        var job = Put();
        Assert.Null(_spool.End(job, outcome));
        Assert.Equal(PrintState.Waiting, _spool.Find(job)!.State);
        Assert.True(_spool.Pause > TimeSpan.Zero);
    }

    [Fact]
    public void A_job_that_broke_off_is_uncertain_and_holds_up_no_other()
    {
        var (first, second) = (Put(), Put());
        _spool.Begin(first);
        _spool.End(first, PrintOutcome.Uncertain);
        Assert.Equal(second, _spool.Next(s_now)!.Job!.Id);
        Assert.Null(_spool.Begin(first));
        Assert.Equal(PrintState.Settled, _spool.Settle(first)!.State);
        Assert.Null(_spool.Settle(first));
    }

    [Fact]
    public void A_job_under_way_cannot_be_given_up()
    {
        var job = Put();
        _spool.Begin(job);
        Assert.Null(_spool.Settle(job));
    }

    [Fact]
    public void The_drawer_opens_once_for_each_time_it_was_wanted()
    {
        _spool.WantKick(s_now);
        Assert.True(_spool.Next(s_now)!.Kick);
        Assert.True(_spool.TakeKick(s_now));
        Assert.False(_spool.TakeKick(s_now));
        Assert.Null(_spool.Next(s_now));
    }

    [Fact]
    public void The_drawer_does_not_open_when_the_customer_has_gone()
    {
        _spool.WantKick(s_now);
        var later = s_now + PrintSpool.KickLife + TimeSpan.FromTicks(1);
        Assert.Null(_spool.Next(later));
        Assert.False(_spool.TakeKick(later));
    }

    [Fact]
    public void A_printer_that_stays_off_is_tried_ever_less_often_up_to_every_quarter_of_a_minute()
    {
        var job = Put();
        var pauses = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            _spool.End(job, PrintOutcome.NotReached);
            pauses.Add(_spool.Pause.TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 15, 15, 15], pauses);
        _spool.Begin(job);
        _spool.End(job, PrintOutcome.Printed);
        Assert.Equal(TimeSpan.Zero, _spool.Pause);
    }

    [Fact]
    public void Finished_jobs_are_forgotten_after_a_while_and_open_ones_never()
    {
        var open = Put();
        _spool.Begin(open);
        _spool.End(open, PrintOutcome.Uncertain);
        for (var i = 0; i < PrintSpool.Remembered + 10; i++)
        {
            var job = Put();
            _spool.Begin(job);
            _spool.End(job, PrintOutcome.Printed);
        }

        Assert.Equal(PrintSpool.Remembered, _spool.Finished.Count);
        Assert.Equal(open, Assert.Single(_spool.Open).Id);
    }

    [Theory]
    [InlineData("waiting", PrintState.Waiting)]
    [InlineData("printing", PrintState.Uncertain)]
    [InlineData("uncertain", PrintState.Uncertain)]
    [InlineData("printed", PrintState.Printed)]
    [InlineData("settled", PrintState.Settled)]
    public void After_a_restart_only_what_was_under_way_is_uncertain(string stored, PrintState state)
    {
        Assert.Equal(state, PrintJob.AtStart(stored));
        Assert.Equal(stored, PrintJob.NameOf(stored == "printing" ? PrintState.Printing : state));
    }

    private Guid Put()
    {
        var job = new PrintJob(Guid.CreateVersion7(), PrintKind.Receipt, Guid.CreateVersion7(), 0, PrintState.Waiting, 0);
        _spool.Put(job);
        return job.Id;
    }
}
