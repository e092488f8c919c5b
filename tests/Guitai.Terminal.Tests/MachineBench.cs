using Guitai.Contracts.Terminal;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Tests;

/// <summary>A machine that is signed in, and a host that answers what the test says.</summary>
public abstract class MachineBench
{
    protected static readonly CardView s_card = new(
        new ShortWord("unionpay"),
        new MaskedNumber("622848*********0018"),
        CardToken.Of(new byte[32]),
        CardEntry.Swiped
    );

    protected MachineBench()
    {
        Machine = New(new Books());
        Tell(new Activate("10000001", "898310058120001", "UnionPay", ["one:1", "two:2"], "https://office", null));
        Tell(new LoadedKey("123456"));
        Tell(new LineUp());
        Answer("00", a => a with { Batch = 7, Terms = new SignInTerms(new OfflineLimits(0, 0, 0), 41, NowMs + 3_600_000) });
    }

    protected IReadOnlyList<Payment> Records { get; set; } = [];

    protected TerminalMachine Machine { get; private set; }

    /// <summary>Messages that left.</summary>
    protected List<Message> Sent { get; } = [];

    /// <summary>What is on disk.</summary>
    protected List<Entry> Entries { get; } = [];

    /// <summary>Every payment as it stands, also those that the machine let go.</summary>
    protected Dictionary<Guid, Payment> Kept { get; } = [];

    protected long NowMs { get; private set; } = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    protected Books Books => Machine.Books;

    protected TerminalMachine New(Books books) => new(books, new Patience()) { BatchRecords = _ => Records };

    protected Phase PhaseOf(Guid payment) => Kept[payment].Phase;

    protected PaymentWait WaitOf(Guid payment) => Machine.WaitOf(Kept[payment]);

    /// <summary>The process dies, and another one begins with what is on disk.</summary>
    protected void Restart()
    {
        Machine = New(Books);
        Tell(new Start());
    }

    protected void Answer(string code, Func<HostAnswer, HostAnswer>? with = null)
    {
        var asked = Sent[^1];
        var answer = new HostAnswer
        {
            Mti = asked.AnswerMti,
            Trace = asked.Trace,
            Code = code,
            MacRight = asked.HasMac ? true : null,
        };
        Tell(new Heard(with?.Invoke(answer) ?? answer));
    }

    protected void Wait(long ms, List<int>? addresses = null)
    {
        NowMs += ms;
        Tell(new Tick(), addresses);
    }

    protected void Tell(Input input, List<int>? addresses = null)
    {
        var step = Machine.Handle(input, NowMs);
        do
        {
            Assert.Null(step.Refusal);
            foreach (var entry in step.Entries)
            {
                Machine.Apply(entry);
                Entries.Add(entry);
            }

            foreach (var payment in Machine.Books.Payments.Values)
            {
                Kept[payment.Id] = payment;
            }

            Sent.AddRange(step.Acts.OfType<Send>().Select(s => s.Message));
            addresses?.AddRange(step.Acts.OfType<Connect>().Select(c => c.Address));
        } while (!(step = Machine.Next(NowMs)).IsEmpty);
    }
}
