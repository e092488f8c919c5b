using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Contracts;

/// <summary>The one JSON form of everything that roles say to each other: camel case, enums as text, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Fact))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(TillStarted))]
[JsonSerializable(typeof(ShiftOpened))]
[JsonSerializable(typeof(CashMoved))]
[JsonSerializable(typeof(DrawerOpened))]
[JsonSerializable(typeof(ShiftClosed))]
[JsonSerializable(typeof(ShiftTotals))]
[JsonSerializable(typeof(ReceiptCopied))]
[JsonSerializable(typeof(ProductProposed))]
[JsonSerializable(typeof(OrderHeld))]
[JsonSerializable(typeof(OrderRecalled))]
[JsonSerializable(typeof(NumbersSkipped))]
[JsonSerializable(typeof(Merchant))]
[JsonSerializable(typeof(Store))]
[JsonSerializable(typeof(Till))]
[JsonSerializable(typeof(StaffMember))]
[JsonSerializable(typeof(Category))]
[JsonSerializable(typeof(TaxClass))]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(Picture))]
[JsonSerializable(typeof(TenderType))]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(HelloAnswer))]
[JsonSerializable(typeof(FactsRequest))]
[JsonSerializable(typeof(FactsAnswer))]
[JsonSerializable(typeof(MastersRequest))]
[JsonSerializable(typeof(MastersAnswer))]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(EnrolAnswer))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(RenewAnswer))]
[JsonSerializable(typeof(AuthorityAnswer))]
[JsonSerializable(typeof(BeginPayment))]
[JsonSerializable(typeof(PaymentAmount))]
[JsonSerializable(typeof(PaymentView))]
[JsonSerializable(typeof(IReadOnlyList<PaymentView>))]
[JsonSerializable(typeof(TerminalView))]
[JsonSerializable(typeof(FrameAnswer))]
[JsonSerializable(typeof(Refusal))]
public sealed partial class ContractJson : JsonSerializerContext
{
    /// <summary>The options behind both methods; Chinese text stays readable.</summary>
    public static JsonSerializerOptions Shared => Holder.Options;

    /// <summary>A contract record as JSON text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Shared);

    /// <summary>Reads a contract record.</summary>
    /// <exception cref="JsonException">The text is not one.</exception>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Shared) ?? throw new JsonException($"A {typeof(T).Name} cannot be null.");

    // A nested class, so that the generated Default is there before the options are made from it.
    private static class Holder
    {
        public static readonly JsonSerializerOptions Options = new(Default!.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
    }
}
