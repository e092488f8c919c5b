using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guitai.Foundation.Store;
using Guitai.Till.Cards;
using Guitai.Till.Checkout;
using Guitai.Till.Devices;
using Guitai.Till.Refunds;

namespace Guitai.Till.Journal;

/// <summary>JSON of what the till keeps for itself: its state and its open orders.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PrinterSetup))]
[JsonSerializable(typeof(ScannerReading))]
[JsonSerializable(typeof(DrawerReading))]
[JsonSerializable(typeof(TillState))]
[JsonSerializable(typeof(Cart))]
[JsonSerializable(typeof(CardPayment))]
[JsonSerializable(typeof(OpenRefund))]
[JsonSerializable(typeof(SyncCursor))]
[JsonSerializable(typeof(TillIdentity))]
internal sealed partial class TillJson : JsonSerializerContext
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Holder.Options);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Holder.Options) ?? throw new JsonException($"A {typeof(T).Name} cannot be null.");

    private static class Holder
    {
        public static readonly JsonSerializerOptions Options = new(Default!.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
    }
}

/// <summary>How far the till and its shop agree.</summary>
/// <param name="ConfirmedSequence">Facts up to here are durable in the shop.</param>
/// <param name="MastersNumber">Changes up to here are applied.</param>
/// <param name="MastersChangeId">Id of the last change applied.</param>
/// <param name="MastersIn">Which of the two tables (<see cref="TillTables.Masters"/>) the till sells by.</param>
/// <param name="Gathered">How far the masters of a restored shop are in the other table; null when none are gathered.</param>
/// <param name="Sweep">The other table holds what is of no use any more.</param>
internal sealed record SyncCursor(
    long ConfirmedSequence,
    long MastersNumber,
    Guid? MastersChangeId,
    string? Alarm,
    int MastersIn = 0,
    GatheredMasters? Gathered = null,
    bool Sweep = false
)
{
    /// <summary>The table that the till does not sell by.</summary>
    [JsonIgnore]
    public Table OtherMasters => TillTables.Masters(1 - MastersIn);
}

/// <summary>How far a restored shop's masters were gathered.</summary>
internal sealed record GatheredMasters(long Number, Guid ChangeId);

/// <summary>Which till this store belongs to, as the shop enrolled it.</summary>
/// <param name="ShopUrl">Where the shop takes tills; <c>memory</c> for its own process.</param>
/// <param name="Token">What a till in the shop's own process is known by; empty where the device's certificate speaks.</param>
public sealed record TillIdentity(Guid TillId, string ShopUrl, string Token);
