using System.Collections.Concurrent;
using Dapper;
using Guitai.Contracts.Terminal;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;

namespace Guitai.Till.Cards;

/// <summary>A payment under way, with what was heard of it in this life of the till.</summary>
internal sealed class LivePayment(CardPayment payment, bool fresh, PaymentCode? scanned = null)
{
    public CardPayment Payment { get; set; } = payment;

    /// <summary>The customer's code, until the terminal has it. It is nowhere else.</summary>
    public PaymentCode? Scanned { get; set; } = scanned;

    /// <summary>As the terminal last told it.</summary>
    public PaymentView? View { get; set; }

    /// <summary>False while the terminal does not answer.</summary>
    public bool Reached { get; set; } = true;

    /// <summary>The terminal cannot have heard of it yet: it was asked for a moment ago.</summary>
    public bool Fresh { get; set; } = fresh;

    /// <summary>The terminal was told that it is given up.</summary>
    public bool CancelSent { get; set; }

    /// <summary>A question may still be on its way; since then the terminal says that it knows of none.</summary>
    public long? UnheardSinceMs { get; set; }

    public int Failures { get; set; }
}

/// <summary>The till's card payments: those under way in memory, all of them on disk.</summary>
internal sealed class CardBook(TillDesk desk)
{
    private const int EndedShown = 12;

    // Read by whoever follows a payment, outside of the desk's turn; changed in it.
    private readonly ConcurrentDictionary<Guid, LivePayment> _live = new();
    private readonly List<CardPayment> _ended = [];

    /// <summary>Payments under way, oldest first. Called in turn.</summary>
    public IReadOnlyList<LivePayment> Live => [.. _live.Values.OrderBy(l => l.Payment.AskedAtMs).ThenBy(l => l.Payment.Id)];

    /// <summary>Those that ended in this life, oldest first.</summary>
    public IReadOnlyList<CardPayment> Ended => _ended;

    /// <summary>At start: what is under way.</summary>
    public void Load()
    {
        foreach (var body in desk.Store.Read(c => c.Query<string>("SELECT body FROM card_payment WHERE open = 1").ToList()))
        {
            var payment = TillJson.Read<CardPayment>(body);
            _live[payment.Id] = new LivePayment(payment, fresh: false);
        }
    }

    public LivePayment? Find(Guid id) => _live.GetValueOrDefault(id);

    /// <summary>A payment of this till, under way or ended.</summary>
    public CardPayment? Read(Guid id) =>
        desk.Store.Read(c => c.ExecuteScalar<string?>("SELECT body FROM card_payment WHERE payment_id = @id", new { id = id.ToString() }))
            is { } body
            ? TillJson.Read<CardPayment>(body)
            : null;

    /// <summary>Puts a payment into a write.</summary>
    public static void Put(Write write, CardPayment payment) =>
        write.Upsert(TillTables.CardPayment, payment.Id, payment.IsFollowed ? 1 : 0, payment.AskedAtMs, TillJson.Write(payment));

    /// <summary>A new payment is durable.</summary>
    public void Add(CardPayment payment, PaymentCode? scanned = null) => _live[payment.Id] = new LivePayment(payment, fresh: true, scanned);

    /// <summary>A change of one under way is durable.</summary>
    public void Keep(CardPayment payment)
    {
        if (_live.GetValueOrDefault(payment.Id) is not { } live)
        {
            return;
        }

        live.Payment = payment;
        if (!payment.IsFollowed)
        {
            _live.TryRemove(payment.Id, out _);
            _ended.Add(payment);
            if (_ended.Count > EndedShown)
            {
                _ended.RemoveAt(0);
            }
        }
    }
}
