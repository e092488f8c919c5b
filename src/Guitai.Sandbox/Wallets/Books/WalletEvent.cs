using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guitai.Sandbox.Wallets.Books;

/// <summary>Something that happened, as the journal has it. The books are a fold over these, at work and when the journal is read.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(OrderOpened), "open")]
[JsonDerivedType(typeof(OrderScanned), "scan")]
[JsonDerivedType(typeof(OrderLeft), "left")]
[JsonDerivedType(typeof(OrderPaid), "paid")]
[JsonDerivedType(typeof(OrderFailed), "fail")]
[JsonDerivedType(typeof(OrderEnded), "end")]
[JsonDerivedType(typeof(RefundMade), "refund")]
[JsonDerivedType(typeof(CustomerChanged), "customer")]
[JsonDerivedType(typeof(CodeUsed), "code")]
[JsonDerivedType(typeof(CallbackTried), "called")]
internal abstract record WalletEvent;

/// <summary>A new order; a payment by code may be paid or failed at once.</summary>
/// <param name="CodeMark">The payment code that it used up.</param>
internal sealed record OrderOpened(WalletOrder Order, long? CodeMark = null) : WalletEvent;

/// <summary>A phone has read the shop's code and asks for the password.</summary>
internal sealed record OrderScanned(OrderKey Key, int Customer, long AtMs) : WalletEvent;

/// <summary>The customer went away from a shop's code: another may read it.</summary>
internal sealed record OrderLeft(OrderKey Key) : WalletEvent;

/// <summary>The customer paid.</summary>
internal sealed record OrderPaid(OrderKey Key, int Customer, long AtMs) : WalletEvent;

/// <summary>The customer's side failed.</summary>
internal sealed record OrderFailed(OrderKey Key, PayFailure Failure, long AtMs) : WalletEvent;

/// <summary>Closed or revoked; what was paid goes back.</summary>
internal sealed record OrderEnded(OrderKey Key, OrderState State, long AtMs, WalletRefund? Back = null) : WalletEvent;

/// <summary>A part was given back.</summary>
internal sealed record RefundMade(OrderKey Key, WalletRefund Refund) : WalletEvent;

/// <summary>A customer as somebody changed them by hand.</summary>
internal sealed record CustomerChanged(int Customer, long[] BalanceMinor, bool AlwaysAsk, bool Online) : WalletEvent;

/// <summary>A payment code was used up outside the wallets' own orders.</summary>
internal sealed record CodeUsed(long Mark, string Purpose, long ShownMs) : WalletEvent;

/// <summary>A callback was sent.</summary>
/// <param name="Taken">True when the merchant took it, or when it is given up.</param>
internal sealed record CallbackTried(string Id, long AtMs, bool Taken) : WalletEvent;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WalletEvent))]
internal sealed partial class WalletEventJson : JsonSerializerContext
{
    public static byte[] Write(WalletEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, Default.WalletEvent);

    /// <exception cref="InvalidDataException">It is none: the file was made by something else.</exception>
    public static WalletEvent Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, Default.WalletEvent)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new InvalidDataException("The wallets' journal holds a record of an unknown kind.", exception);
        }
    }
}
