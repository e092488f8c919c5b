using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Settings;

/// <summary>The merchant and its stores.</summary>
public sealed class StoreBook(Books books, MasterStream masters)
{
    /// <summary>The merchant.</summary>
    public Outcome<MerchantView> Merchant() =>
        books.Read<Outcome<MerchantView>>(read =>
            read.Find<Merchant>(books.MerchantId) is { } found ? new MerchantView(found.Number, found.Value) : new Refusal("not-found")
        );

    /// <summary>Renames the merchant.</summary>
    public async Task<Outcome<MerchantView>> ChangeMerchantAsync(Actor actor, MerchantEdit edit)
    {
        if ((TextRule.Check(edit.Name, "name", 100) ?? TextRule.CheckOptional(edit.NameEn, "nameEn", 100)) is { } refusal)
        {
            return refusal;
        }

        var saved = await masters.SaveAsync(read =>
            read.Find<Merchant>(books.MerchantId) is { } now
                ? MasterBatch.One(
                    actor,
                    "merchant.changed",
                    MasterEdit.Save(now.Value with { Name = edit.Name, NameEn = edit.NameEn }, edit.Version)
                )
                : new Refusal("not-found")
        );
        return saved.Ok ? Merchant() : saved.Refusal!;
    }

    /// <summary>All stores, by code.</summary>
    public IReadOnlyList<StoreView> List() =>
        books.Read(read =>
            read.All<Store>().OrderBy(s => s.Value.Code, StringComparer.Ordinal).Select(s => new StoreView(s.Number, s.Value)).ToList()
        );

    /// <summary>Opens a store.</summary>
    public Task<Outcome<StoreView>> CreateAsync(Actor actor, StoreEdit edit) =>
        SaveAsync(actor, "store.created", books.Ids.Next(), edit with { Version = 0 });

    /// <summary>Changes a store; its code stays, since it stands on receipts.</summary>
    public Task<Outcome<StoreView>> ChangeAsync(Actor actor, Guid id, StoreEdit edit) => SaveAsync(actor, "store.changed", id, edit);

    /// <summary>A sample receipt of a store as it is being edited.</summary>
    public Outcome<PaperRow[]> Preview(StoreEdit edit)
    {
        // A name or code that is still missing, or a slide or label rule half typed, is no reason to show nothing.
        var typed = edit with
        {
            Code = edit.Code is { Length: > 0 } code ? code : "S1",
            Name = string.IsNullOrWhiteSpace(edit.Name) ? "…" : edit.Name,
            TipPercents = null,
            LabelRules = null,
            Display = null,
        };
        return Check(typed, Decimals()) is { } refusal ? refusal
            : books.Read(read => read.Find<Merchant>(books.MerchantId)) is { } merchant
                ? ReceiptSample.Rows(StoreOf(Guid.Empty, typed), merchant.Value.Currency, books.Time.GetUtcNow().ToUnixTimeMilliseconds())
            : new Refusal("not-found");
    }

    private static Store StoreOf(Guid id, StoreEdit edit) =>
        new()
        {
            Id = id,
            Code = edit.Code,
            Name = edit.Name,
            NameEn = edit.NameEn,
            Address = edit.Address,
            AddressEn = edit.AddressEn,
            Phone = edit.Phone,
            TimeZone = edit.TimeZone,
            DayChangeHour = edit.DayChangeHour,
            CashRounding = edit.CashRounding,
            Receipt = edit.Receipt,
            BlindCount = edit.BlindCount,
            IdleLockSeconds = edit.IdleLockSeconds,
            TipPercents = edit.TipPercents ?? [],
            LabelRules = edit.LabelRules ?? [],
            Display = edit.Display,
        };

    private static Refusal? Check(StoreEdit edit, int decimals) =>
        TextRule.Check(edit.Name, "name", 50)
        ?? TextRule.CheckOptional(edit.NameEn, "nameEn", 50)
        ?? TextRule.CheckOptional(edit.Address, "address", 200)
        ?? TextRule.CheckOptional(edit.AddressEn, "addressEn", 200)
        ?? TextRule.CheckOptional(edit.Phone, "phone", 40)
        ?? (
            edit.Code.Length is >= 1 and <= 4 && edit.Code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) ? null : Bad("code")
        )
        ?? (
            StoreCalendar.TryCreate(edit.TimeZone, edit.DayChangeHour, out _)
                ? null
                : Bad(edit.DayChangeHour is < 0 or > 23 ? "dayChangeHour" : "timeZone")
        )
        ?? (edit.CashRounding is { UnitMinor: >= 0 and <= 100_000 } && Enum.IsDefined(edit.CashRounding.Mode) ? null : Bad("cashRounding"))
        ?? (edit.IdleLockSeconds is 0 or (>= 15 and <= 86_400) ? null : Bad("idleLockSeconds"))
        ?? ((edit.TipPercents ?? []) is { Count: <= 6 } tips && tips.All(t => t is >= 1 and <= 100) ? null : Bad("tipPercents"))
        ?? (AreLabelRules(edit.LabelRules ?? [], decimals) ? null : Bad("labelRules"))
        ?? CheckDisplay(edit.Display)
        ?? CheckReceipt(edit.Receipt);

    // Of the merchant's currency; a price on a label cannot be finer.
    private int Decimals() =>
        books.Read(read => read.Find<Merchant>(books.MerchantId)) is { } merchant ? Currency.FromCode(merchant.Value.Currency).Exponent : 2;

    private static bool AreLabelRules(IReadOnlyList<LabelRule> rules, int decimals) =>
        rules.All(r => r?.IsSound() == true && (r.Value != LabelValue.Price || r.Decimals <= decimals))
        && rules.DistinctBy(r => r.Prefix, StringComparer.Ordinal).Count() == rules.Count;

    private static Refusal? CheckDisplay(DisplaySettings? display) =>
        display is null ? null
        : display.SlideSeconds is < 3 or > 120 ? Bad("display.slideSeconds")
        : display.Slides is not { Count: <= 10 } slides || slides.Any(s => s is null) ? Bad("display.slides")
        : slides.Select(CheckSlide).FirstOrDefault(r => r is not null);

    private static Refusal? CheckSlide(DisplaySlide slide) =>
        TextRule.CheckOptional(slide.Text, "display.text", 100)
        ?? TextRule.CheckOptional(slide.TextEn, "display.textEn", 100)
        ?? (slide is { PictureId: null, Text: null or "" } ? Bad("display.text") : null);

    private static Refusal? CheckReceipt(ReceiptSettings receipt) =>
        (Lines(receipt.Header) ? null : Bad("receipt.header"))
        ?? (Lines(receipt.Footer) ? null : Bad("receipt.footer"))
        ?? TextRule.CheckOptional(receipt.Advertisement, "receipt.advertisement", 200)
        ?? (receipt.Language is "zh" or "en" ? null : Bad("receipt.language"))
        ?? (Enum.IsDefined(receipt.Print) ? null : Bad("receipt.print"))
        ?? (receipt.PaperMm is 58 or 80 ? null : Bad("receipt.paperMm"))
        ?? (IsLogo(receipt.LogoPbm) ? null : Bad("receipt.logoPbm"));

    private static bool Lines(IReadOnlyList<string>? lines) =>
        lines is { Count: <= 10 } && lines.All(l => l is not null && TextRule.CheckOptional(l, "", 100) is null);

    // A bitmap of at most 64 KB that a printer can print.
    private static bool IsLogo(string? logo)
    {
        if (logo is null)
        {
            return true;
        }

        var bytes = new byte[64 * 1024];
        return Convert.TryFromBase64String(logo, bytes, out var length) && ReceiptBitmap.TryFromPbm(bytes.AsSpan(0, length), out _);
    }

    private static Refusal Bad(string field) => Refusal.With("input.invalid", "field", field);

    private async Task<Outcome<StoreView>> SaveAsync(Actor actor, string what, Guid id, StoreEdit edit)
    {
        if (Check(edit, Decimals()) is { } refusal)
        {
            return refusal;
        }

        var saved = await masters.SaveAsync(read =>
        {
            var now = read.Find<Store>(id)?.Value;
            if (now is null && edit.Version != 0)
            {
                return new Refusal("not-found");
            }

            if (now is not null && now.Code != edit.Code)
            {
                return Refusal.With("store.code-fixed", "code", now.Code);
            }

            return MasterBatch.One(actor, what, MasterEdit.Save(StoreOf(id, edit), edit.Version));
        });
        return saved.Ok
            ? books.Read(read => read.Find<Store>(id)) is { } found
                ? new StoreView(found.Number, found.Value)
                : new Refusal("not-found")
            : saved.Refusal!;
    }
}
