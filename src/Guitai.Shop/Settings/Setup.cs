using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Staff;

namespace Guitai.Shop.Settings;

/// <summary>The first run: there is no default login, so whoever sets the shop up makes the owner. Possible only while there is none.</summary>
public sealed class Setup(Books books, MasterStream masters)
{
    /// <summary>Whether it is still needed.</summary>
    public SetupState State() => books.Read(read => new SetupState(Needed(read), read.Find<Merchant>(books.MerchantId)?.Value.Name));

    /// <summary>Makes the merchant, a store, the usual tax classes, a till and the owner, all at once.</summary>
    /// <returns>The owner's id.</returns>
    public async Task<Outcome<Guid>> RunAsync(SetupRequest request, string where)
    {
        if (Check(request) is { } refusal)
        {
            return refusal;
        }

        var ownerId = books.Ids.Next();
        var pin = PinHash.Make(request.Pin, books.Randomness);
        var password = PinHash.Make(request.Password, books.Randomness);
        var saved = await masters.SaveAsync(read =>
        {
            if (!Needed(read))
            {
                return new Refusal("setup.done");
            }

            var owner = new StaffMember
            {
                Id = ownerId,
                Number = request.OwnerNumber,
                Name = request.OwnerName,
                Role = Role.Owner,
                PinHash = pin,
            };
            return new MasterBatch(
                [.. Masters(request).Append(owner).Select(m => MasterEdit.Save(m, 0))],
                [new AuditAction(ownerId.ToString(), "setup.done", books.Key, "ok", where)],
                write => write.Insert(Tables.StaffPassword, books.Key, ownerId, password)
            );
        });
        return saved.Ok ? ownerId : saved.Refusal!;
    }

    /// <summary>The classes of value-added tax that a Chinese shop meets (增值税), contained in shelf prices.</summary>
    internal static IEnumerable<(string Key, string Name, string NameEn, int RatePpm)> ChineseTaxClasses() =>
        [
            ("vat13", "增值税13%", "VAT 13%", 130_000),
            ("vat9", "增值税9%", "VAT 9%", 90_000),
            ("vat6", "增值税6%", "VAT 6%", 60_000),
            ("vat0", "免税", "VAT exempt", 0),
        ];

    private static bool Needed(MasterReader read) => !read.All<StaffMember>().Any(s => s.Value.Role == Role.Owner);

    private static Refusal? Check(SetupRequest request) =>
        TextRule.Check(request.MerchantName, "merchantName", 100)
        ?? TextRule.Check(request.StoreName, "storeName", 50)
        ?? TextRule.Check(request.OwnerName, "ownerName", 50)
        ?? StaffRules.Number(request.OwnerNumber)
        ?? StaffRules.Pin(request.Pin, request.OwnerNumber)
        ?? StaffRules.Password(request.Password)
        ?? (Currency.TryFromCode(request.Currency ?? "CNY", out _) ? null : Refusal.With("input.invalid", "field", "currency"))
        ?? (
            StoreCalendar.TryCreate(request.TimeZone ?? "Asia/Shanghai", 0, out _)
                ? null
                : Refusal.With("input.invalid", "field", "timeZone")
        );

    private IEnumerable<object> Masters(SetupRequest request)
    {
        var storeId = books.Ids.Next();
        yield return new Merchant(books.MerchantId, request.MerchantName, null, request.Currency ?? "CNY");
        yield return new Store
        {
            Id = storeId,
            Code = "S1",
            Name = request.StoreName,
            TimeZone = request.TimeZone ?? "Asia/Shanghai",
            DayChangeHour = 4,
            CashRounding = new CashRounding(1, CashRoundingMode.None),
            Receipt = new ReceiptSettings { Header = [request.StoreName], Footer = ["谢谢惠顾"] },
        };
        foreach (var (_, name, nameEn, ratePpm) in ChineseTaxClasses())
        {
            yield return new TaxClass(books.Ids.Next(), name, nameEn, ratePpm, true);
        }

        yield return new Till(books.Ids.Next(), storeId, "01", "1号收银台", null, true);
    }
}
