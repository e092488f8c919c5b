using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;
using Guitai.Simulation;

namespace Guitai.Simulate.Cards;

/// <summary>The card's bank, in another city: what it has heard it never forgets, and what it hears twice it books once.</summary>
internal sealed class CardIssuer(SimulationScheduler scheduler)
{
    private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<long, long> _booked = [];
    private readonly HashSet<long> _reversed = [];
    private int _stan;

    /// <summary>What the cardholder is debited.</summary>
    public long DebitedMinor => _booked.Where(b => !_reversed.Contains(b.Key)).Sum(b => b.Value);

    /// <summary>What the cardholder is debited by one of the host's references.</summary>
    public long DebitedBy(long rrn) => _reversed.Contains(rrn) ? 0 : _booked.GetValueOrDefault(rrn);

    /// <summary>The way to it from a host's process: an answer to a process that is dead is lost, the booking is not.</summary>
    public IIssuerPort PortOf(SimulatedProcess process) => new Port(this, process);

    private IssuerReply Book(IssuerQuestion question)
    {
        var (rrn, flow, amount) = (question.Intent.Rrn, question.Intent.Flow, question.Intent.Amount);
        if (question.Mti / 10 == 42)
        {
            _reversed.Add(rrn);
            return new IssuerReply(ReplyKind.Answered, "00");
        }

        _booked[rrn] = flow switch
        {
            Flow.Sale or Flow.Completion or Flow.CompletionAdvice or Flow.OfflineSale => amount,
            Flow.Void or Flow.CompletionCancel or Flow.Refund => -amount,
            Flow.TipAdjustment => amount - question.Original!.Amount,
            _ => 0,
        };
        return new IssuerReply(ReplyKind.Answered, "00", "A12345", Balance: flow == Flow.Balance ? "1002156C000000123456" : null);
    }

    private void After(string what, Action action) => scheduler.Outside.After(s_way, what, action);

    private sealed class Port(CardIssuer issuer, SimulatedProcess process) : IIssuerPort
    {
        public (int Stan, string SentAt) Number(string name) => (++issuer._stan, "0301080000");

        public Task<IssuerReply> AskAsync(IssuerQuestion question, TerminalRequest? secrets)
        {
            var answer = new TaskCompletionSource<IssuerReply>();
            issuer.After(
                "issuer books",
                () =>
                {
                    var reply = issuer.Book(question);
                    issuer.After("issuer answers", () => process.Post(() => answer.TrySetResult(reply)));
                }
            );
            return answer.Task;
        }
    }
}
