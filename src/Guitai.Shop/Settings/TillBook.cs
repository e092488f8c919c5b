using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Staff;

namespace Guitai.Shop.Settings;

/// <summary>Tills and how a device becomes one: a one-time code from here, typed there, gives it a token of its own.</summary>
public sealed class TillBook(Books books, MasterStream masters)
{
    private const long CodeLifeMs = 15 * 60_000L;
    private const int CodeLength = 8;

    // Without letters and digits that look like another one.
    private const string CodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>All tills, by store and code.</summary>
    public IReadOnlyList<TillView> List() =>
        books.Read(read =>
        {
            var stores = read.All<Store>().ToDictionary(s => s.Value.Id, s => s.Value.Code);
            return read.All<Till>()
                .OrderBy(t => stores.GetValueOrDefault(t.Value.StoreId), StringComparer.Ordinal)
                .ThenBy(t => t.Value.Code, StringComparer.Ordinal)
                .Select(t => View(read, t))
                .ToList();
        });

    /// <summary>One till.</summary>
    public Outcome<TillView> Get(Guid id) =>
        books.Read<Outcome<TillView>>(read => read.Find<Till>(id) is { } till ? View(read, till) : new Refusal("not-found"));

    /// <summary>Makes a till; a device becomes it by a code.</summary>
    public Task<Outcome<TillView>> CreateAsync(Actor actor, TillEdit edit) => SaveAsync(actor, books.Ids.Next(), edit with { Version = 0 });

    /// <summary>Renames or shuts a till; store and code stay, since they stand on receipts.</summary>
    public Task<Outcome<TillView>> ChangeAsync(Actor actor, Guid id, TillEdit edit) => SaveAsync(actor, id, edit);

    /// <summary>A code that makes one device this till. An earlier device of it is locked out once the code is used.</summary>
    public async Task<Outcome<EnrolmentCode>> CodeAsync(Actor actor, Guid id)
    {
        var (till, old) = books.Read(read => (read.Find<Till>(id)?.Value, CodesOf(read, id)));
        if (till is not { Active: true })
        {
            return new Refusal("not-found");
        }

        var code = NewCode();
        var expiresAtMs = books.NowMs + CodeLifeMs;
        var write = new Write();
        foreach (var hash in old)
        {
            write.Delete(Tables.Enrolment, books.Key, hash);
        }

        write.Insert(Tables.Enrolment, books.Key, Sessions.HashOf(code), id, expiresAtMs);
        return await books.Audit.WriteAsync(write, new AuditAction(actor.Who, "till.code-made", id.ToString(), "ok", actor.Where)) switch
        {
            WriteResult.Committed => new EnrolmentCode(code, expiresAtMs),
            WriteResult.StoreFull => new Refusal("store.full"),
            _ => new Refusal("store.busy"),
        };
    }

    /// <summary>Makes the device that shows a code the till the code is for. A code works once.</summary>
    public async Task<Outcome<EnrolAnswer>> EnrolAsync(string code, string where)
    {
        var hash = Sessions.HashOf(code.Trim().ToUpperInvariant());
        var found = books.Read(read =>
            read.Connection.QuerySingleOrDefault<CodeRow>(
                "SELECT till AS Till, expires_at_ms AS ExpiresAtMs FROM enrolment WHERE merchant = @merchant AND code_hash = @hash",
                new { merchant = read.Merchant, hash }
            )
        );
        return found is null || found.ExpiresAtMs < books.NowMs
            ? new Refusal("enrol.wrong")
            : await TokenAsync(Actor.Part("enrolment", where), Guid.Parse(found.Till), hash);
    }

    /// <summary>Gives a till a new token without a code: for the till that runs in the shop's own process.</summary>
    public Task<Outcome<EnrolAnswer>> EnrolHereAsync(Guid id) => TokenAsync(Actor.Part("enrolment"), id, null);

    /// <summary>Makes a till's token worthless.</summary>
    public async Task<Outcome<TillView>> RevokeAsync(Actor actor, Guid id)
    {
        var saved = await masters.SaveAsync(read =>
            read.Find<Till>(id) is { } now
                ? MasterBatch.One(actor, "till.revoked", MasterEdit.Save(now.Value with { TokenHash = null }, now.Number))
                : new Refusal("not-found")
        );
        return saved.Ok ? Get(id) : saved.Refusal!;
    }

    private static TillView View(MasterReader read, Versioned<Till> till)
    {
        var key = new { merchant = read.Merchant, till = till.Value.Id.ToString() };
        return new TillView(
            till.Number,
            till.Value.Id,
            till.Value.StoreId,
            till.Value.Code,
            till.Value.Name,
            till.Value.Active,
            till.Value.TokenHash is not null,
            read.Connection.QuerySingleOrDefault<long?>("SELECT at_ms FROM till_contact WHERE merchant = @merchant AND till = @till", key),
            read.Connection.QuerySingleOrDefault<long>("SELECT seq FROM till_head WHERE merchant = @merchant AND till = @till", key)
        );
    }

    private static List<string> CodesOf(MasterReader read, Guid id) =>
        [
            .. read.Connection.Query<string>(
                "SELECT code_hash FROM enrolment WHERE merchant = @merchant AND till = @till",
                new { merchant = read.Merchant, till = id.ToString() }
            ),
        ];

    private async Task<Outcome<TillView>> SaveAsync(Actor actor, Guid id, TillEdit edit)
    {
        var refusal =
            TextRule.Check(edit.Name, "name", 30)
            ?? (
                edit.Code.Length is >= 1 and <= 4 && edit.Code.All(char.IsAsciiDigit)
                    ? null
                    : Refusal.With("input.invalid", "field", "code")
            );
        if (refusal is not null)
        {
            return refusal;
        }

        var saved = await masters.SaveAsync(read =>
        {
            var now = read.Find<Till>(id)?.Value;
            if (now is null && edit.Version != 0)
            {
                return new Refusal("not-found");
            }

            if (now is not null && (now.Code != edit.Code || now.StoreId != edit.StoreId))
            {
                return Refusal.With("till.code-fixed", "code", now.Code);
            }

            if (read.Find<Store>(edit.StoreId) is null)
            {
                return Refusal.With("input.invalid", "field", "storeId");
            }

            var till = new Till(id, edit.StoreId, edit.Code, edit.Name, now?.TokenHash, edit.Active);
            return MasterBatch.One(actor, now is null ? "till.created" : "till.changed", MasterEdit.Save(till, edit.Version));
        });
        return saved.Ok ? Get(id) : saved.Refusal!;
    }

    private async Task<Outcome<EnrolAnswer>> TokenAsync(Actor actor, Guid id, string? codeHash)
    {
        var token = Sessions.NewToken(books.Randomness);
        var saved = await masters.SaveAsync(read =>
        {
            if (read.Find<Till>(id) is not { Value.Active: true } now || (codeHash is not null && !CodesOf(read, id).Contains(codeHash)))
            {
                return new Refusal("enrol.wrong");
            }

            return MasterBatch.One(
                actor,
                "till.enrolled",
                MasterEdit.Save(now.Value with { TokenHash = Sessions.HashOf(token) }, now.Number),
                write =>
                {
                    if (codeHash is not null)
                    {
                        write.Delete(Tables.Enrolment, books.Key, codeHash);
                    }
                }
            );
        });
        if (!saved.Ok)
        {
            return saved.Refusal!;
        }

        return books.Read(read =>
        {
            var till = read.Find<Till>(id)!.Value;
            var store = read.Find<Store>(till.StoreId)!.Value;
            var merchant = read.Find<Merchant>(books.MerchantId)!.Value;
            return new EnrolAnswer(id, token, merchant.Id, merchant.Name, store.Id, store.Code, store.Name, till.Code, till.Name);
        });
    }

    private string NewCode()
    {
        // 32 letters: five bits of each byte, none more likely than another.
        var bytes = new byte[CodeLength];
        books.Randomness.Fill(bytes);
        return new string([.. bytes.Select(b => CodeLetters[b & 31])]);
    }

    private sealed class CodeRow
    {
        public string Till { get; init; } = "";

        public long ExpiresAtMs { get; init; }
    }
}
