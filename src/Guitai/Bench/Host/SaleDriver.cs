using System.Diagnostics;
using System.Globalization;
using Guitai.Host.Operations;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Bench.Host;

/// <summary>One terminal that sells: without pause, or at given times whatever became of the sale before.</summary>
internal sealed class SaleDriver(VirtualTerminal terminal, CardBureau cards, int index)
{
    private const int CardsEach = 8;
    private readonly List<(VirtualCard Card, ChipInHand Chip)> _cards = [];
    private int _turn;
    private long _debitMinor;
    private int _debits;
    private long _creditMinor;
    private int _credits;

    /// <summary>Approved and not taken back, minor units.</summary>
    public long Standing { get; private set; }

    /// <summary>What field 48 of a settlement says: debits with what was voided, without what was reversed; credits.</summary>
    public string Totals =>
        string.Create(CultureInfo.InvariantCulture, $"{_debitMinor:D12}{_debits:D3}{_creditMinor:D12}{_credits:D3}0") + new string('0', 31);

    /// <summary>Answers that did not approve.</summary>
    public long Declined { get; private set; }

    /// <summary>Sells until a moment, or so many times.</summary>
    /// <param name="until">The last moment, as <see cref="Stopwatch.GetTimestamp"/> has it.</param>
    /// <param name="histogram">Takes how long each answer took: from the sending, or from the time at which the sale was due.</param>
    /// <param name="most">How many sales at most.</param>
    /// <param name="pace">When sales are due; null for at once.</param>
    /// <returns>Sales that were approved.</returns>
    public async Task<long> RunAsync(long until, LatencyHistogram histogram, long most = long.MaxValue, Pace? pace = null)
    {
        await Task.Yield();
        Prepare();
        long count = 0;
        while (count < most && Stopwatch.GetTimestamp() < until)
        {
            var due = 0L;
            if (pace is not null)
            {
                due = await pace.NextAsync();
                if (due >= until)
                {
                    break;
                }
            }

            var turn = _turn++;
            var (card, chip) = _cards[turn % CardsEach];
            var amount = 100 + (turn % 900);
            var since = pace is null ? Stopwatch.GetTimestamp() : due;
            var reply = await terminal.AskAsync(Sale(card, chip, amount, turn));
            histogram.Record(Stopwatch.GetElapsedTime(since));
            if (reply is not { Code: "00" })
            {
                Declined++;
                if (reply is null)
                {
                    return count;
                }

                continue;
            }

            Standing += amount;
            _debitMinor += amount;
            _debits++;
            count++;
            if (turn % 50 == 49)
            {
                await TakeBackAsync(card, amount, turn, reply.Rrn);
            }
        }

        return count;
    }

    private void Prepare()
    {
        for (var i = _cards.Count; i < CardsEach; i++)
        {
            var card = cards.Card(i % 2 == 0 ? "unionpay-debit" : "visa-credit", CardProgram.FirstPlain + (index * CardsEach) + i);
            _cards.Add((card, cards.Chip(card)));
        }
    }

    // One in fifty is voided, or reversed as if its answer had not come.
    private async Task TakeBackAsync(VirtualCard card, long amount, int turn, string rrn)
    {
        var original = $"{terminal.Batch:D6}{terminal.Trace:D6}";
        var question =
            turn % 100 == 49
                ? new TerminalQuestion(200, 23)
                {
                    Processing = 200000,
                    Amount = amount,
                    Condition = 0,
                    Track2 = card.Track2,
                    Entry = 22,
                    Rrn = rrn,
                    Original = original,
                }
                : new TerminalQuestion(400, 22)
                {
                    Processing = 0,
                    Amount = amount,
                    Condition = 0,
                    Entry = 22,
                    Reason = "98",
                    Trace = terminal.Trace,
                };
        if ((await terminal.AskAsync(question))?.Code != "00")
        {
            return;
        }

        Standing -= amount;
        if (question.Mti == 400)
        {
            _debitMinor -= amount;
            _debits--;
        }
        else
        {
            _creditMinor += amount;
            _credits++;
        }
    }

    private static TerminalQuestion Sale(VirtualCard card, ChipInHand chip, long amount, int turn)
    {
        var sale = new TerminalQuestion(200, 22)
        {
            Processing = 0,
            Amount = amount,
            Condition = 0,
        };
        return (turn % 4) switch
        {
            0 => sale with { Track2 = card.Track2, Entry = 21, Pin = card.Pin },
            1 => sale with { Track2 = card.Track2, Entry = 22 },
            2 => sale with { Pan = card.Pan, Expiry = int.Parse(card.Expiry, CultureInfo.InvariantCulture), Cvv2 = card.Cvv2, Entry = 12 },
            _ => ChipCard.Sale(sale, card, chip, amount),
        };
    }
}

/// <summary>When one terminal's sales are due in an open loop: at random times of a given mean distance, which do not wait for the host. A sale that comes late because the one before was slow has
/// waited since it was due.</summary>
internal sealed class Pace(double perSecond, int seed)
{
    private readonly Random _random = new(seed);
    private long _due = Stopwatch.GetTimestamp();

    /// <summary>Waits until the next sale is due.</summary>
    /// <returns>When that was.</returns>
    public async Task<long> NextAsync()
    {
        _due += (long)(-Math.Log(1 - _random.NextDouble()) / perSecond * Stopwatch.Frequency);
        var rest = TimeSpan.FromSeconds((_due - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest);
        }

        return Math.Max(_due, 0);
    }
}
