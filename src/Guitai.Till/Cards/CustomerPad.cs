using Dapper;
using Guitai.Contracts.Staff;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Staff;

namespace Guitai.Till.Cards;

/// <param name="AtCustomer">The customer's own screen can be touched: PIN and signature are asked for there.</param>
public sealed record CustomerPadRequest(Guid CommandId, bool AtCustomer, Approval? Approval) : ICommand;

/// <summary>The customer's own screen as the place where a PIN is entered and a signature is drawn. Only while such a screen follows this till; otherwise the cashier's is handed over.</summary>
public sealed class CustomerPad
{
    private const string Name = "customer-pad";

    private readonly TillDesk _desk;
    private readonly CardBook _book;
    private readonly Login _login;
    private readonly AuditLog _audit;
    private int _screens;

    internal CustomerPad(TillDesk desk, CardBook book, Login login, AuditLog audit) =>
        (_desk, _book, _login, _audit) = (desk, book, login, audit);

    /// <summary>The owner wants it.</summary>
    public bool IsChosen { get; private set; }

    /// <summary>It is wanted, and a screen is there.</summary>
    public bool IsThere => IsChosen && Volatile.Read(ref _screens) > 0;

    /// <summary>The terminal's page for what the customer has to do now; null for nothing. Called in turn.</summary>
    public Uri? Frame =>
        IsThere
            ? _book
                .Live.Where(l => l.Reached)
                .Select(l => l.View)
                .FirstOrDefault(v => v is { Waits: PaymentWait.Pin or PaymentWait.Signature or PaymentWait.Application, Frame: not null })
                ?.Frame
            : null;

    /// <summary>At start.</summary>
    public void Load() =>
        IsChosen =
            _desk.Store.Read(c => c.ExecuteScalar<string?>("SELECT body FROM device WHERE name = @name", new { name = Name })) == "true";

    /// <summary>A screen of this device follows, until what comes back is disposed of.</summary>
    public IDisposable Follow()
    {
        Count(1);
        return new Screen(this);
    }

    /// <summary>Chooses where the customer enters the PIN.</summary>
    public Task<Outcome<bool>> ChooseAsync(PageContext page, CustomerPadRequest request) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                var authorised = await _login.AuthoriseAsync(actor, Right.SetUpTerminal, request.Approval);
                if (authorised.Refusal is { } refusal)
                {
                    return refusal;
                }

                var write = new Write().Upsert(TillTables.Device, Name, request.AtCustomer ? "true" : "false");
                var where = request.AtCustomer ? "customer" : "cashier";
                var result = await _audit.WriteAsync(write, new AuditAction(actor.Staff.Number, "till.pin-pad", where, "ok", "till"));
                if (result != WriteResult.Committed)
                {
                    return Refusals.StoreFull;
                }

                IsChosen = request.AtCustomer;
                _desk.SaySomethingChanged();
                return true;
            }
        );

    private void Count(int more)
    {
        Interlocked.Add(ref _screens, more);
        _desk.SaySomethingChanged();
    }

    private sealed class Screen(CustomerPad pad) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                pad.Count(-1);
            }
        }
    }
}
