using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;
using Guitai.Simulation;

namespace Guitai.Simulate.Cards;

/// <summary>The card's bank, in another city: what it has heard it never forgets, and what it hears twice it books once.</summary>
internal sealed class CardIssuer(SimulationScheduler scheduler)
{
    private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(20);

    // 72: PIN CHANGE/UNBLOCK.
    private static readonly byte[] s_script = Convert.FromHexString("72169F180400000001860D84240000080000000000000000");

    private readonly Dictionary<long, long> _booked = [];
    private readonly HashSet<long> _reversed = [];
    private readonly HashSet<int> _scripted = [];
    private readonly Dictionary<int, string> _advised = [];
    private readonly HashSet<(long Rrn, string Results)> _scripts = [];
    private int _stan;

    /// <summary>Sends a script with each approval of a chip. No card finds its MAC right: that it was run is all that matters here.</summary>
    public bool SendsScripts { get; set; }

    /// <summary>Of which references it heard what a card said to its scripts.</summary>
    public IReadOnlyList<long> ScriptsHeard => [.. _scripts.Select(s => s.Rrn)];

    /// <summary>Whether it sent a script with its answer to one of the terminal's numbers.</summary>
    public bool Scripted(int trace) => _scripted.Contains(trace);

    /// <summary>Field 55 of an advice by the terminal's number, hexadecimal; null: there was none.</summary>
    public string? Advised(int trace) => _advised.GetValueOrDefault(trace);

    /// <summary>What the cardholder is debited.</summary>
    public long DebitedMinor => _booked.Where(b => !_reversed.Contains(b.Key)).Sum(b => b.Value);

    /// <summary>What the cardholder is debited by one of the host's references.</summary>
    public long DebitedBy(long rrn) => _reversed.Contains(rrn) ? 0 : _booked.GetValueOrDefault(rrn);

    /// <summary>The way to it from a host's process: an answer to a process that is dead is lost, the booking is not.</summary>
    public IIssuerPort PortOf(SimulatedProcess process) => new Port(this, process);

    private IssuerReply Book(IssuerQuestion question, byte[] chip)
    {
        var (rrn, flow, amount) = (question.Intent.Rrn, question.Intent.Flow, question.Intent.Amount);
        if (question.Mti / 10 == 42)
        {
            _reversed.Add(rrn);
            return new IssuerReply(ReplyKind.Answered, "00");
        }

        var trace = question.Intent.Key.Trace;
        switch (question.Mti / 10)
        {
            case 62:
                _scripts.Add((rrn, Convert.ToHexString(chip)));
                return new IssuerReply(ReplyKind.Answered, "00");
            case 22:
                _advised[trace] = Convert.ToHexString(chip);
                break;
        }

        _booked[rrn] = flow switch
        {
            Flow.Sale or Flow.Completion or Flow.CompletionAdvice or Flow.OfflineSale => amount,
            Flow.Void or Flow.CompletionCancel or Flow.Refund => -amount,
            Flow.TipAdjustment => amount - question.Original!.Amount,
            _ => 0,
        };
        var script = SendsScripts && chip.Length > 0 && question.Mti / 10 is 10 or 20 ? s_script : null;
        _ = script is not null && _scripted.Add(trace);
        return new IssuerReply(
            ReplyKind.Answered,
            "00",
            "A12345",
            Icc: script,
            Balance: flow == Flow.Balance ? "1002156C000000123456" : null
        );
    }

    private void After(string what, Action action) => scheduler.Outside.After(s_way, what, action);

    private sealed class Port(CardIssuer issuer, SimulatedProcess process) : IIssuerPort
    {
        public (int Stan, string SentAt) Number(string name) => (++issuer._stan, "0301080000");

        public Task<IssuerReply> AskAsync(IssuerQuestion question, TerminalRequest? secrets)
        {
            var answer = new TaskCompletionSource<IssuerReply>();
            var chip = secrets is null ? question.Icc.ToArray() : secrets.Icc.ToArray();
            issuer.After(
                "issuer books",
                () =>
                {
                    var reply = issuer.Book(question, chip);
                    issuer.After("issuer answers", () => process.Post(() => answer.TrySetResult(reply)));
                }
            );
            return answer.Task;
        }
    }
}
