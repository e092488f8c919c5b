using System.Text.Json.Serialization;
using Guitai.Contracts.Terminal;

namespace Guitai.Contracts.Facts;

/// <summary>What a tender paid by card says about it: what its receipts need, and nothing from which a number could be made.</summary>
/// <param name="Card">Scheme, masked number, token.</param>
/// <param name="Slip">What the card receipt has to say.</param>
/// <param name="Operator">Three digits of who was at the till.</param>
public sealed record CardDetails(CardView Card, CardSlip Slip, int Operator)
{
    /// <summary>What people look a payment up by: the masked number, or the wallet's own number; null when there is neither.</summary>
    [JsonIgnore]
    public string? Reference => Card.Masked?.ToString() ?? Slip.Wallet?.ToString();
}
