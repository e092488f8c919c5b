using System.Globalization;
using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Till.Checkout;
using Guitai.Till.Journal;
using Guitai.Till.Masters;

namespace Guitai.Till.Desk;

/// <summary>The till's one state and the one order in which it changes. Features decide; the desk makes their decision durable and then true.
/// It owns no thread and no clock: the writer's driver and <see cref="TimeProvider"/> are given.</summary>
public sealed class TillDesk : IDisposable
{
    private const int CommandsRemembered = 2_000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<Guid, object> _done = [];
    private readonly Queue<Guid> _doneOrder = new();
    private readonly Dictionary<Guid, Cart> _held = [];
    private Task<WriteResult> _draft = Task.FromResult(WriteResult.Committed);
    private long _position;
    private StoreCalendar? _calendar;
    private Store? _calendarOf;

    private readonly string _program;

    private TillDesk(RoleStore store, TimeProvider time, IdSource ids, Guid incarnation, string program)
    {
        _program = program;
        Store = store;
        Time = time;
        Ids = ids;
        Incarnation = incarnation;
    }

    /// <summary>Raised after every change, for pages that look on. Never blocks.</summary>
    public event Action? Changed;

    /// <summary>Raised after facts became durable, for the way up.</summary>
    public event Action? FactsAppended;

    /// <summary>This life of the till's store.</summary>
    public Guid Incarnation { get; }

    /// <summary>Increases with every change.</summary>
    public long Version { get; private set; }

    public TillState State { get; private set; } = new();

    public Catalogue Catalogue { get; private set; } = new();

    /// <summary>Who this till is; null until the shop enrolled it.</summary>
    public TillIdentity? Identity { get; private set; }

    /// <summary>The order at the counter.</summary>
    public Cart? Cart { get; private set; }

    /// <summary>Orders put aside.</summary>
    public IReadOnlyDictionary<Guid, Cart> Held => _held;

    internal RoleStore Store { get; }

    internal TimeProvider Time { get; }

    internal IdSource Ids { get; }

    internal SyncCursor Cursor { get; private set; } = new(0, 0, null, null);

    internal TillSession Session { get; } = new();

    internal LastSale? LastSale { get; set; }

    internal long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The till's own master record; null until it arrived.</summary>
    public Contracts.Masters.Till? Till => Identity is { } i ? Catalogue.Get<Contracts.Masters.Till>(MasterKind.Till, i.TillId) : null;

    /// <summary>The till's store; null until it arrived.</summary>
    public Store? Place => Till is { } till ? Catalogue.Get<Store>(MasterKind.Store, till.StoreId) : null;

    /// <summary>Reads everything back from the store. Until this life appends its first fact, a till restored from a backup can take back what it
    /// had told the shop; so nothing is appended before something happens, or the shop was heard.</summary>
    /// <param name="program">Version of this program.</param>
    public static TillDesk Open(RoleStore store, TimeProvider time, IdSource ids, string program)
    {
        var desk = new TillDesk(store, time, ids, ids.Next(), program);
        desk.Load();
        return desk;
    }

    /// <summary>Begins this life of the journal, if no command has begun it already.</summary>
    internal async Task<Refusal?> BeginAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (Identity is null || Place is null || State.Head?.Incarnation == Incarnation)
            {
                return null;
            }

            return await CommitAsync(NewTransaction());
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs a page's command in turn: once for each command id, only for the person logged in, on the active page.</summary>
    internal Task<Outcome<T>> CommandAsync<T>(PageContext page, Guid commandId, Func<Actor, Task<Outcome<T>>> work) =>
        RunAsync(commandId, () => Enter(page), work);

    /// <summary>Runs what a customer may do on a screen that is turned to them; refused on any other.</summary>
    internal Task<Outcome<bool>> CustomerCommandAsync(PageContext page, Guid commandId, Func<Outcome<bool>> work) =>
        RunAsync<bool, bool>(
            commandId,
            () => Place is not null && Session.Turned && Session.Owns(page) ? true : Refusals.NotTurned,
            _ => Task.FromResult(work())
        );

    private async Task<Outcome<T>> RunAsync<TWho, T>(Guid commandId, Func<Outcome<TWho>> enter, Func<TWho, Task<Outcome<T>>> work)
    {
        Task<WriteResult> before,
            draft;
        Outcome<T> outcome;
        await _turn.WaitAsync();
        try
        {
            var entered = enter();
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            if (_done.TryGetValue(commandId, out var done) && done is Outcome<T> same)
            {
                return same;
            }

            before = _draft;
            outcome = await work(entered.Value);
            if (outcome.Ok)
            {
                Remember(commandId, outcome);
            }

            draft = _draft;
        }
        finally
        {
            _turn.Release();
        }

        // The next command need not wait for the draft: the writer keeps the order, and each draft is the whole cart.
        return draft != before && await draft != WriteResult.Committed ? Refusals.StoreFull : outcome;
    }

    /// <summary>Runs something in turn that no page commands: sync, log-in, printing.</summary>
    internal async Task<T> InTurnAsync<T>(Func<Task<T>> work)
    {
        await _turn.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks at the desk in turn, and hands out what it saw when that is on disk: no page shows what a crash would take back.</summary>
    public async Task<T> ShowAsync<T>(Func<T> look)
    {
        var (seen, draft) = await InTurnAsync(() => Task.FromResult((look(), _draft)));
        await draft;
        return seen;
    }

    /// <summary>Whether a page may act now.</summary>
    internal Outcome<Actor> Enter(PageContext page)
    {
        if (Place is null || Catalogue.Merchant is null)
        {
            return Refusals.NotReady;
        }

        return Session.Enter(page, Catalogue);
    }

    /// <summary>A commit of this life; its first one begins it.</summary>
    internal TillTransaction NewTransaction()
    {
        var transaction = NewAdoption();
        if (State.Head?.Incarnation != Incarnation)
        {
            Append(transaction, FactKind.TillStarted, null, new TillStarted(Incarnation, State.Head?.Incarnation, _program));
        }

        return transaction;
    }

    /// <summary>A commit of facts of earlier lives.</summary>
    internal TillTransaction NewAdoption() => new(Identity!.TillId, Incarnation, State, _position);

    /// <summary>Appends a fact of now.</summary>
    internal Fact Append<T>(TillTransaction transaction, FactKind kind, Guid? subject, T body)
        where T : notnull
    {
        var now = NowMs;
        return transaction.Append(kind, now, BusinessDateOf(now).ToNumber(), subject, body);
    }

    /// <summary>Makes a transaction durable and then true. A refusal means that nothing happened.</summary>
    internal async Task<Refusal?> CommitAsync(TillTransaction transaction)
    {
        var result = await Store.WriteAsync(transaction.Finish());
        switch (result)
        {
            case WriteResult.Committed:
                State = transaction.State;
                _position = transaction.Position;
                SaySomethingChanged();
                FactsAppended?.Invoke();
                return null;
            case WriteResult.StoreFull:
                return Refusals.StoreFull;
            default:
                throw new StoreBrokenException("The journal holds a fact that this process did not write.");
        }
    }

    /// <summary>Replaces the order at the counter; its draft is on disk when the command is answered.</summary>
    internal void PutCart(Cart cart)
    {
        Cart = cart;
        LastSale = null;
        _draft = Store.WriteAsync(new Write().Upsert(TillTables.OpenOrder, cart.OrderId, 0, TillJson.Write(cart)), patient: true);
        SaySomethingChanged();
    }

    /// <summary>Replaces the order at the counter after its commit.</summary>
    internal void KeepCart(Cart cart)
    {
        Cart = cart;
        SaySomethingChanged();
    }

    /// <summary>Forgets the order at the counter after its end was committed.</summary>
    internal void ClearCart() => Cart = null;

    internal void PutHeld(Cart cart)
    {
        _held[cart.OrderId] = cart;
        Cart = null;
    }

    internal void TakeHeld(Cart cart)
    {
        _held.Remove(cart.OrderId);
        Cart = cart;
        LastSale = null;
    }

    /// <summary>Forgets open orders that ended.</summary>
    internal void ForgetEnded(IEnumerable<Guid> orderIds)
    {
        foreach (var id in orderIds)
        {
            _held.Remove(id);
            Cart = Cart?.OrderId == id ? null : Cart;
        }
    }

    /// <summary>An open order, at the counter or put aside.</summary>
    internal Cart? OpenOrder(Guid orderId) => Cart?.OrderId == orderId ? Cart : _held.GetValueOrDefault(orderId);

    /// <summary>Replaces an open order, wherever it is, after its commit.</summary>
    internal void KeepOpen(Cart cart)
    {
        if (Cart?.OrderId == cart.OrderId)
        {
            Cart = cart;
        }
        else
        {
            _held[cart.OrderId] = cart;
        }

        SaySomethingChanged();
    }

    internal void DropHeld(Guid orderId) => _held.Remove(orderId);

    internal void SetIdentity(TillIdentity identity)
    {
        Identity = identity;
        SaySomethingChanged();
    }

    internal void SetCursor(SyncCursor cursor)
    {
        Cursor = cursor;
        SaySomethingChanged();
    }

    internal void ReplaceCatalogue(Catalogue catalogue) => Catalogue = catalogue;

    internal void SaySomethingChanged()
    {
        Version++;
        Changed?.Invoke();
    }

    /// <summary>The store's business day at an instant.</summary>
    internal BusinessDate BusinessDateOf(long atMs)
    {
        var place = Place ?? throw new InvalidOperationException("The till has no store yet.");
        if (!ReferenceEquals(place, _calendarOf))
        {
            _ = StoreCalendar.TryCreate(place.TimeZone, place.DayChangeHour, out var calendar);
            (_calendar, _calendarOf) = (calendar, place);
        }

        return _calendar!.DateOf(atMs);
    }

    /// <summary>Store-local wall-clock time for receipts.</summary>
    internal string LocalTime(long atMs)
    {
        _ = BusinessDateOf(atMs);
        return _calendar!.LocalTime(atMs);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Remember(Guid commandId, object outcome)
    {
        if (_done.TryAdd(commandId, outcome))
        {
            _doneOrder.Enqueue(commandId);
            if (_doneOrder.Count > CommandsRemembered)
            {
                _done.Remove(_doneOrder.Dequeue());
            }
        }
    }

    private void Load()
    {
        var rows = Store.Read(c => c.Query<(string Name, string Body)>("SELECT name, body FROM till_state").ToList());
        foreach (var (name, body) in rows)
        {
            switch (name)
            {
                case "state":
                    State = TillJson.Read<TillState>(body);
                    break;
                case "sync":
                    Cursor = TillJson.Read<SyncCursor>(body);
                    break;
                case "identity":
                    Identity = TillJson.Read<TillIdentity>(body);
                    break;
                default:
                    throw new StoreBrokenException(string.Create(CultureInfo.InvariantCulture, $"Unknown state '{name}'."));
            }
        }

        _position = Store.Read(c => c.ExecuteScalar<long>("SELECT coalesce(max(position), 0) FROM fact"));
        Catalogue = Store.Read(c => MasterRows.Load(c, Cursor.MastersIn));
        foreach (var body in Store.Read(c => c.Query<string>("SELECT body FROM open_order").ToList()))
        {
            var cart = TillJson.Read<Cart>(body);
            if (cart.HeldAtMs is null && Cart is null)
            {
                Cart = cart;
            }
            else
            {
                _held[cart.OrderId] = cart;
            }
        }
    }
}
