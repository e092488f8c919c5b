using System.Globalization;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Settings;

/// <summary>The owner's own tenders (记账, a wallet's code, vouchers). None is ever deleted, because orders name it; it is only no longer offered.</summary>
public sealed class TenderBook(Books books, MasterStream masters)
{
    private const int Most = 30;

    /// <summary>All own tenders as the till sorts them.</summary>
    public IReadOnlyList<TenderTypeView> List() =>
        books.Read(read =>
            read.All<TenderType>()
                .OrderBy(t => t.Value.Sort)
                .ThenBy(t => t.Value.Code, StringComparer.Ordinal)
                .Select(t => new TenderTypeView(t.Number, t.Value))
                .ToList()
        );

    /// <summary>Makes or changes an own tender. Its code stays, since it stands in orders.</summary>
    /// <param name="id">Null for a new one.</param>
    public async Task<Outcome<TenderTypeView>> SaveAsync(Actor actor, Guid? id, TenderTypeEdit edit)
    {
        if (Check(edit) is { } refusal)
        {
            return refusal;
        }

        var newId = id ?? books.Ids.Next();
        var saved = await masters.SaveAsync(read =>
        {
            var all = read.All<TenderType>();
            var now = all.FirstOrDefault(t => t.Value.Id == newId)?.Value;
            if (id is not null && now is null)
            {
                return new Refusal("not-found");
            }

            if (now is null && all.Count >= Most)
            {
                return Refusal.With("tender.too-many", "most", Most.ToString(CultureInfo.InvariantCulture));
            }

            var code = now?.Code ?? (edit.Code is { Length: > 0 } typed ? TenderType.Prefix + typed : NextCode(all));
            return MasterBatch.One(
                actor,
                now is null ? "tender-type.created" : "tender-type.changed",
                MasterEdit.Save(Made(newId, code, edit), now is null ? 0 : edit.Version)
            );
        });
        return saved.Ok ? List().First(t => t.TenderType.Id == newId) : saved.Refusal!;
    }

    private static TenderType Made(Guid id, string code, TenderTypeEdit edit) =>
        new()
        {
            Id = id,
            Code = code,
            Name = edit.Name,
            NameEn = edit.NameEn,
            Active = edit.Active,
            Sort = edit.Sort,
            GivesChange = edit.GivesChange,
            Refundable = edit.Refundable,
            AsksReference = edit.AsksReference,
            ReferenceName = edit.AsksReference ? edit.ReferenceName : null,
            ReferenceNameEn = edit.AsksReference ? edit.ReferenceNameEn : null,
            Color = edit.Color,
            Icon = edit.Icon,
        };

    private static string NextCode(IReadOnlyList<Versioned<TenderType>> all)
    {
        for (var number = all.Count + 1; ; number++)
        {
            var code = TenderType.Prefix + number.ToString(CultureInfo.InvariantCulture);
            if (all.All(t => t.Value.Code != code))
            {
                return code;
            }
        }
    }

    private static Refusal? Check(TenderTypeEdit edit) =>
        TextRule.Check(edit.Name, "name", 20)
        ?? TextRule.CheckOptional(edit.NameEn, "nameEn", 20)
        ?? TextRule.CheckOptional(edit.ReferenceName, "referenceName", 20)
        ?? TextRule.CheckOptional(edit.ReferenceNameEn, "referenceNameEn", 20)
        ?? (edit.Code is null or "" || IsCode(edit.Code) ? null : Bad("code"))
        ?? (edit.Sort is >= 0 and <= 9_999 ? null : Bad("sort"))
        ?? (GroupBook.IsColor(edit.Color) ? null : Bad("color"))
        ?? (TenderType.Icons.Contains(edit.Icon, StringComparer.Ordinal) ? null : Bad("icon"));

    private static bool IsCode(string code) =>
        code.Length <= 16 && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static Refusal Bad(string field) => Refusal.With("input.invalid", "field", field);
}
