using Guitai.Till.Pages;

namespace Guitai.Till.Tenders;

/// <param name="CommandId">Also the id of the tender that is asked for.</param>
/// <param name="RestMinor">What the cashier sees as still to pay, unrounded; another rest is refused.</param>
/// <param name="AmountMinor">At most the rest, or more where the tender gives change.</param>
public sealed record AskTenderRequest(Guid CommandId, Guid OrderId, Guid TenderTypeId, long RestMinor, long AmountMinor) : ICommand;

/// <summary>One step of a tender that was asked for.</summary>
public interface ITenderStep : ICommand
{
    Guid OrderId { get; }

    Guid TenderId { get; }
}

/// <param name="Reference">Needed where the tender asks for one.</param>
/// <param name="Print">Of the receipt, should this complete the order; null: as the store's settings say.</param>
public sealed record ConfirmTenderRequest(Guid CommandId, Guid OrderId, Guid TenderId, string? Reference, bool? Print) : ITenderStep;

public sealed record FailTenderRequest(Guid CommandId, Guid OrderId, Guid TenderId) : ITenderStep;

public sealed record TakeBackTenderRequest(Guid CommandId, Guid OrderId, Guid TenderId, string Reason) : ITenderStep;
