using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Staff;

namespace Guitai.Shop.Settings;

/// <summary>Tills and how a device becomes one: a one-time code from here, typed there, gets a certificate for the device's own key.</summary>
public sealed class TillBook(Books books, MasterStream masters, TillDoor door)
{
    private const long CodeLifeMs = 15 * 60_000L;

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
        if (door.Authority is not { } authority)
        {
            return new Refusal("tills.no-door");
        }

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
            WriteResult.Committed => new EnrolmentCode(new TillCode(code, authority.Letters).ToString(), expiresAtMs, door.Addresses),
            WriteResult.StoreFull => new Refusal("store.full"),
            _ => new Refusal("store.busy"),
        };
    }

    /// <summary>Makes the device that shows a code, and asks for a certificate, the till that the code is for. A code works once.</summary>
    public async Task<Outcome<EnrolAnswer>> EnrolAsync(EnrolRequest request, string where)
    {
        var hash = Sessions.HashOf(request.Secret);
        var found = books.Read(read =>
            read.Connection.QuerySingleOrDefault<CodeRow>(
                "SELECT till AS Till, expires_at_ms AS ExpiresAtMs FROM enrolment WHERE merchant = @merchant AND code_hash = @hash",
                new { merchant = read.Merchant, hash }
            )
        );
        if (found is null || found.ExpiresAtMs < books.NowMs)
        {
            return new Refusal("enrol.wrong");
        }

        if (door.Authority is not { } authority)
        {
            return new Refusal("tills.no-door");
        }

        var id = Guid.Parse(found.Till);
        if (request.Holds is { } held && held != id)
        {
            // Typed at the wrong machine: the till's own device stays, and the code is still good there.
            return new Refusal("till.holds-facts");
        }

        if (authority.IssueTill(id, request.RequestPem) is not var (certificate, device))
        {
            return new Refusal("enrol.request-malformed");
        }

        var saved = await TieAsync(Actor.Part("enrolment", where), id, device, hash);
        return saved.Ok
            ? books.Read(read =>
            {
                var till = read.Find<Till>(id)!.Value;
                var store = read.Find<Store>(till.StoreId)!.Value;
                return new EnrolAnswer(id, certificate, read.Find<Merchant>(books.MerchantId)!.Value.Name, store.Name, till.Name);
            })
            : saved.Refusal!;
    }

    /// <summary>Prolongs a device's certificate.</summary>
    /// <param name="deviceHash">The device that asks; the request has to be for the same key.</param>
    public Outcome<RenewAnswer> Renew(RenewRequest request, string deviceHash)
    {
        var known =
            books.Read(read => read.Find<Till>(request.TillId))?.Value is { Active: true, DeviceHash: { } hash } && hash == deviceHash;
        return !known ? new Refusal("enrol.wrong")
            : door.Authority?.IssueTill(request.TillId, request.RequestPem) is var (certificate, device) && device == deviceHash
                ? new RenewAnswer(certificate)
            : new Refusal("enrol.request-malformed");
    }

    /// <summary>Ties the till that runs in the shop's own process, without a code or a certificate.</summary>
    /// <returns>The secret that it shows from now on.</returns>
    public async Task<Outcome<string>> EnrolHereAsync(Guid id)
    {
        var secret = Sessions.NewToken(books.Randomness);
        var saved = await TieAsync(Actor.Part("enrolment"), id, Sessions.HashOf(secret), null);
        return saved.Ok ? secret : saved.Refusal!;
    }

    /// <summary>Shuts a till's device out: lost, stolen or worn out.</summary>
    public async Task<Outcome<TillView>> RevokeAsync(Actor actor, Guid id)
    {
        var saved = await masters.SaveAsync(read =>
            read.Find<Till>(id) is { } now
                ? MasterBatch.One(actor, "till.revoked", MasterEdit.Save(now.Value with { DeviceHash = null }, now.Number))
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
            till.Value.DeviceHash is not null,
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

            var till = new Till(id, edit.StoreId, edit.Code, edit.Name, now?.DeviceHash, edit.Active);
            return MasterBatch.One(actor, now is null ? "till.created" : "till.changed", MasterEdit.Save(till, edit.Version));
        });
        return saved.Ok ? Get(id) : saved.Refusal!;
    }

    private Task<Outcome<IReadOnlyList<long>>> TieAsync(Actor actor, Guid id, string deviceHash, string? codeHash) =>
        masters.SaveAsync(read =>
        {
            if (read.Find<Till>(id) is not { Value.Active: true } now || (codeHash is not null && !CodesOf(read, id).Contains(codeHash)))
            {
                return new Refusal("enrol.wrong");
            }

            return MasterBatch.One(
                actor,
                "till.enrolled",
                MasterEdit.Save(now.Value with { DeviceHash = deviceHash }, now.Number),
                write =>
                {
                    if (codeHash is not null)
                    {
                        write.Delete(Tables.Enrolment, books.Key, codeHash);
                    }
                }
            );
        });

    private string NewCode()
    {
        // 32 letters: five bits of each byte, none more likely than another.
        var bytes = new byte[TillCode.SecretLetters];
        books.Randomness.Fill(bytes);
        return new string([.. bytes.Select(b => TillCode.Letters[b & 31])]);
    }

    private sealed class CodeRow
    {
        public string Till { get; init; } = "";

        public long ExpiresAtMs { get; init; }
    }
}
