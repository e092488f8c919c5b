using System.Globalization;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Settings;

namespace Guitai.Shop.Demo;

/// <summary>A login of the demo, to be printed at its start.</summary>
/// <param name="Password">For the back office; null for cashiers, who have none.</param>
public sealed record DemoLogin(string Number, string Name, string NameEn, Role Role, string? StoreCode, string Pin, string? Password);

/// <summary>Fills an empty shop with the demo's stores, people and goods, through the code that real edits take. Its ids are the same every time.
/// The secrets follow a rule and are no secrets: PIN = number + 1580, password = <c>corner-light-</c> and the number.</summary>
public static class DemoShop
{
    private const int MastersInOneWrite = 250;
    private static readonly Actor s_actor = Actor.Part("demo");

    /// <summary>Everybody's login.</summary>
    public static IReadOnlyList<DemoLogin> Logins()
    {
        var stores = DemoFiles.Table("stores").ToDictionary(s => s["id"], s => s["code"], StringComparer.Ordinal);
        return
        [
            .. DemoFiles
                .Table("staff")
                .Select(row =>
                {
                    var role = Enum.Parse<Role>(row["role"], ignoreCase: true);
                    return new DemoLogin(
                        row["number"],
                        row["name"],
                        row["name_en"],
                        role,
                        role == Role.Owner ? null : stores.GetValueOrDefault(row["store"]),
                        (long.Parse(row["number"], CultureInfo.InvariantCulture) + 1580).ToString(CultureInfo.InvariantCulture),
                        role == Role.Cashier ? null : "corner-light-" + row["number"]
                    );
                }),
        ];
    }

    /// <summary>The demo's tills, which the till role enrols itself as.</summary>
    public static IReadOnlyList<Guid> TillIds() => [.. DemoFiles.Table("stores").Select(s => DemoFiles.Id("till", s["id"]))];

    /// <summary>Seeds the shop if it has no owner yet.</summary>
    /// <returns>True when it was seeded, false when there was something already.</returns>
    /// <exception cref="InvalidOperationException">The demo's own data break a rule of the shop.</exception>
    public static async Task<bool> SeedAsync(ShopDesk shop)
    {
        if (!shop.Setup.State().Needed)
        {
            return false;
        }

        var books = shop.Books;
        List<object> masters = [.. Ground(books), .. Pictures(), .. Products()];
        foreach (var chunk in masters.Chunk(MastersInOneWrite))
        {
            await SaveAsync(shop, chunk);
        }

        // People last: while there is no owner the seeding begins anew, should it be cut short.
        await SaveAsync(shop, [.. Staff(books)]);
        foreach (var login in Logins().Where(l => l.Password is not null))
        {
            var set = await shop.Staff.SetPasswordAsync(s_actor, DemoFiles.Id("staff", login.Number), new Secret<string>(login.Password!));
            Must(set.Refusal);
        }

        return true;
    }

    private static async Task SaveAsync(ShopDesk shop, object[] masters)
    {
        var saved = await shop.Masters.SaveAsync(read => new MasterBatch(
            [.. masters.Select(m => MasterEdit.Save(m, NumberOf(read, m)))],
            [new AuditAction(s_actor.Who, "demo.seeded", "", "ok", s_actor.Where)]
        ));
        Must(saved.Refusal);
    }

    private static long NumberOf(MasterReader read, object master) =>
        master switch
        {
            Merchant m => read.Find<Merchant>(m.Id)?.Number ?? 0,
            Store s => read.Find<Store>(s.Id)?.Number ?? 0,
            Till t => read.Find<Till>(t.Id)?.Number ?? 0,
            TaxClass t => read.Find<TaxClass>(t.Id)?.Number ?? 0,
            Category c => read.Find<Category>(c.Id)?.Number ?? 0,
            TenderType t => read.Find<TenderType>(t.Id)?.Number ?? 0,
            Picture p => read.Find<Picture>(p.Id)?.Number ?? 0,
            Product p => read.Find<Product>(p.Id)?.Number ?? 0,
            StaffMember s => read.Find<StaffMember>(s.Id)?.Number ?? 0,
            _ => 0,
        };

    private static void Must(Refusal? refusal)
    {
        if (refusal is not null)
        {
            var parameters = string.Join(
                ", ",
                (refusal.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(p => p.Key + "=" + p.Value)
            );
            throw new InvalidOperationException($"The demo's data were refused: {refusal.Code} {parameters}");
        }
    }

    private static IEnumerable<object> Ground(Books books)
    {
        var merchant = DemoFiles.Merchant();
        yield return new Merchant(books.MerchantId, merchant.Name, merchant.NameEn, merchant.Currency);
        foreach (var row in DemoFiles.Table("stores"))
        {
            yield return new Store
            {
                Id = DemoFiles.Id("store", row["id"]),
                Code = row["code"],
                Name = row["name"],
                NameEn = Text(row["name_en"]),
                Address = Text(row["address"]),
                AddressEn = Text(row["address_en"]),
                Phone = Text(row["phone"]),
                TimeZone = row["time_zone"],
                DayChangeHour = (int)Number(row["day_change_hour"]),
                CashRounding = new CashRounding(
                    Number(row["rounding_unit_minor"]),
                    Enum.Parse<CashRoundingMode>(row["rounding_mode"], ignoreCase: true)
                ),
                Receipt = new ReceiptSettings
                {
                    Header = Lines(row["header"]),
                    Footer = Lines(row["footer"]),
                    Advertisement = Text(row["advertisement"]),
                },
            };
            yield return new Till(
                DemoFiles.Id("till", row["id"]),
                DemoFiles.Id("store", row["id"]),
                "01",
                row["name"].Split(' ')[^1] + " 1号收银台",
                null,
                true
            );
        }

        foreach (var (key, name, nameEn, ratePpm) in Setup.ChineseTaxClasses())
        {
            yield return new TaxClass(DemoFiles.Id("tax-class", key), name, nameEn, ratePpm, true);
        }

        foreach (var row in DemoFiles.Table("tenders"))
        {
            yield return new TenderType
            {
                Id = DemoFiles.Id("tender", row["code"]),
                Code = TenderType.Prefix + row["code"],
                Name = row["name"],
                NameEn = Text(row["name_en"]),
                Sort = (int)Number(row["sort"]),
                GivesChange = row["gives_change"] == "1",
                Refundable = row["refundable"] == "1",
                AsksReference = row["reference"].Length > 0,
                ReferenceName = Text(row["reference"]),
                ReferenceNameEn = Text(row["reference_en"]),
                Color = row["color"],
                Icon = row["icon"],
            };
        }

        foreach (var row in DemoFiles.Table("categories"))
        {
            yield return new Category(
                DemoFiles.Id("category", row["id"]),
                row["name"],
                Text(row["name_en"]),
                row["color"],
                (int)Number(row["sort"])
            );
        }
    }

    private static IEnumerable<object> Pictures()
    {
        foreach (var (name, bytes) in DemoFiles.Pictures())
        {
            var kind = PictureRules.KindOf(bytes);
            Must(kind.Refusal);
            yield return new Picture(DemoFiles.Id("picture", name), kind.Value, bytes);
        }
    }

    private static IEnumerable<object> Products()
    {
        var pictures = DemoFiles.Pictures();
        foreach (var row in DemoFiles.Table("products"))
        {
            var product = new Product
            {
                Id = DemoFiles.Id("product", row["code"]),
                Code = row["code"],
                Name = row["name"],
                NameEn = Text(row["name_en"]),
                CategoryId = row["category"].Length > 0 ? DemoFiles.Id("category", row["category"]) : null,
                Unit = row["unit"],
                UnitEn = Text(row["unit_en"]),
                PriceMinor = Number(row["price_minor"]),
                CostMinor = Number(row["cost_minor"]),
                TaxClassId = DemoFiles.Id("tax-class", row["tax_class"]),
                Barcodes = Lines(row["barcodes"]),
                Weighed = row["weighed"] == "1",
                Favourite = row["favourite"] == "1",
                PictureId = pictures.ContainsKey(row["picture"]) ? DemoFiles.Id("picture", row["picture"]) : null,
            };
            Must(ProductRules.Check(product));
            yield return product;
        }
    }

    private static IEnumerable<object> Staff(Books books)
    {
        var stores = DemoFiles.Table("staff").ToDictionary(r => r["number"], r => r["store"], StringComparer.Ordinal);
        foreach (var login in Logins())
        {
            yield return new StaffMember
            {
                Id = DemoFiles.Id("staff", login.Number),
                Number = login.Number,
                Name = login.Name,
                NameEn = login.NameEn,
                Role = login.Role,
                PinHash = PinHash.Make(new Secret<string>(login.Pin), books.Randomness),
                StoreId = login.StoreCode is null ? null : DemoFiles.Id("store", stores[login.Number]),
            };
        }
    }

    private static string? Text(string cell) => cell.Length > 0 ? cell : null;

    private static long Number(string cell) => long.Parse(cell, CultureInfo.InvariantCulture);

    private static string[] Lines(string cell) => cell.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
