using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Till.Cards;

/// <summary>Whether this till says aloud what came in by code. It does until somebody switches it off.</summary>
public sealed class PaymentVoice
{
    private const string Name = "payment-voice";

    private readonly TillDesk _desk;

    internal PaymentVoice(TillDesk desk) => _desk = desk;

    /// <summary>It speaks.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>At start.</summary>
    public void Load() =>
        IsOn =
            _desk.Store.Read(c => c.ExecuteScalar<string?>("SELECT body FROM device WHERE name = @name", new { name = Name })) != "false";

    /// <summary>Switches it.</summary>
    public Task<Outcome<bool>> ChooseAsync(PageContext page, VoiceRequest request) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async _ =>
            {
                var transaction = _desk.NewTransaction();
                transaction.Write.Upsert(TillTables.Device, Name, request.On ? "true" : "false");
                if (await _desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                IsOn = request.On;
                _desk.SaySomethingChanged();
                return true;
            }
        );
}
