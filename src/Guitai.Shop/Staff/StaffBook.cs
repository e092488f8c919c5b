using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Staff;

/// <summary>Who works here: list, take on, change, disable, PINs and passwords.</summary>
public sealed class StaffBook(Books books, MasterStream masters)
{
    /// <summary>Everybody, by number.</summary>
    public IReadOnlyList<StaffView> List() =>
        books.Read(read =>
        {
            var passwords = Passwords(read);
            return read.All<StaffMember>()
                .OrderBy(s => s.Value.Number.Length)
                .ThenBy(s => s.Value.Number, StringComparer.Ordinal)
                .Select(s => View(s, passwords))
                .ToList();
        });

    /// <summary>One person.</summary>
    public Outcome<StaffView> Get(Guid id) =>
        books.Read<Outcome<StaffView>>(read =>
            read.Find<StaffMember>(id) is { } person ? View(person, Passwords(read)) : new Refusal("not-found")
        );

    /// <summary>Takes somebody on; a PIN is needed.</summary>
    public async Task<Outcome<StaffView>> CreateAsync(Actor actor, StaffEdit edit)
    {
        if (edit.Pin is null)
        {
            return Refusal.With("input.missing", "field", "pin");
        }

        var id = books.Ids.Next();
        return await SaveAsync(actor, "staff.created", id, edit with { Version = 0 });
    }

    /// <summary>Changes or disables somebody.</summary>
    public Task<Outcome<StaffView>> ChangeAsync(Actor actor, Guid id, StaffEdit edit) =>
        SaveAsync(actor, edit.Active ? "staff.changed" : "staff.disabled", id, edit);

    /// <summary>Gives somebody a new PIN.</summary>
    public async Task<Outcome<StaffView>> SetPinAsync(Actor actor, Guid id, Secret<string> pin)
    {
        var known = books.Read(read => read.Find<StaffMember>(id));
        if (known is null)
        {
            return new Refusal("not-found");
        }

        if (StaffRules.Pin(pin, known.Value.Number) is { } refusal)
        {
            return refusal;
        }

        var hash = PinHash.Make(pin, books.Randomness);
        var saved = await masters.SaveAsync(read =>
            read.Find<StaffMember>(id) is { } now
                ? MasterBatch.One(actor, "staff.pin-set", MasterEdit.Save(now.Value with { PinHash = hash }, now.Number))
                : new Refusal("not-found")
        );
        return saved.Ok ? Get(id) : saved.Refusal!;
    }

    /// <summary>Gives somebody a password for the back office, or takes it away. Ends this person's sessions, except the one kept.</summary>
    /// <param name="keepTokenHash">Session that goes on: of somebody who changes their own.</param>
    public async Task<Outcome<StaffView>> SetPasswordAsync(Actor actor, Guid id, Secret<string>? password, string? keepTokenHash = null)
    {
        if (password is not null && StaffRules.Password(password) is { } refusal)
        {
            return refusal;
        }

        var hash = password is null ? null : PinHash.Make(password, books.Randomness);
        var saved = await masters.SaveAsync(read =>
        {
            if (read.Find<StaffMember>(id) is not { Value: var person } now)
            {
                return new Refusal("not-found");
            }

            if (hash is not null && person.Role == Role.Cashier)
            {
                return Refusal.With("input.invalid", "field", "role");
            }

            if (hash is null && person is { Role: Role.Owner, Active: true } && !StaffRules.AnotherOwner(read, id))
            {
                return new Refusal("staff.last-owner");
            }

            var sessions = SessionsOf(read, id).Where(s => s != keepTokenHash).ToList();

            // The person's master moves with it, so that two owners cannot take each other's password away at once.
            return MasterBatch.One(
                actor,
                hash is null ? "staff.password-removed" : "staff.password-set",
                MasterEdit.Save(person, now.Number),
                write =>
                {
                    _ = hash is null
                        ? write.Delete(Tables.StaffPassword, books.Key, id)
                        : write.Upsert(Tables.StaffPassword, books.Key, id, hash);
                    EndSessions(write, sessions);
                }
            );
        });
        return saved.Ok ? Get(id) : saved.Refusal!;
    }

    private static StaffView View(Versioned<StaffMember> person, HashSet<string> passwords) =>
        new(
            person.Number,
            person.Value.Id,
            person.Value.Number,
            person.Value.Name,
            person.Value.NameEn,
            person.Value.Role,
            person.Value.StoreId,
            person.Value.Active,
            passwords.Contains(person.Value.Id.ToString())
        );

    private static HashSet<string> Passwords(MasterReader read) =>
        read
            .Connection.Query<string>("SELECT staff FROM staff_password WHERE merchant = @merchant", new { merchant = read.Merchant })
            .ToHashSet(StringComparer.Ordinal);

    private static List<string> SessionsOf(MasterReader read, Guid id) =>
        [
            .. read.Connection.Query<string>(
                "SELECT token_hash FROM session WHERE merchant = @merchant AND staff = @id",
                new { merchant = read.Merchant, id = id.ToString() }
            ),
        ];

    private async Task<Outcome<StaffView>> SaveAsync(Actor actor, string what, Guid id, StaffEdit edit)
    {
        if (edit.Pin is { } pin && StaffRules.Pin(pin, edit.Number) is { } weak)
        {
            return weak;
        }

        var hash = edit.Pin is null ? null : PinHash.Make(edit.Pin, books.Randomness);
        var saved = await masters.SaveAsync(read =>
        {
            var now = read.Find<StaffMember>(id);
            if (now is null && edit.Version != 0)
            {
                return new Refusal("not-found");
            }

            if ((StaffRules.Edit(edit, read) ?? MayBecome(actor, now?.Value, edit, read)) is { } refusal)
            {
                return refusal;
            }

            var person = new StaffMember
            {
                Id = id,
                Number = edit.Number,
                Name = edit.Name,
                NameEn = edit.NameEn,
                Role = edit.Role,
                PinHash = hash ?? now?.Value.PinHash ?? "",
                Active = edit.Active,
                StoreId = edit.StoreId,
            };
            var locked = !edit.Active || edit.Role == Role.Cashier;
            var sessions = locked ? SessionsOf(read, id) : [];
            return MasterBatch.One(
                actor,
                what,
                MasterEdit.Save(person, edit.Version),
                write =>
                {
                    EndSessions(write, sessions);
                    if (edit.Role == Role.Cashier && now is not null)
                    {
                        write.Delete(Tables.StaffPassword, books.Key, id);
                    }
                }
            );
        });
        return saved.Ok ? Get(id) : saved.Refusal!;
    }

    // Nobody raises themselves, nobody makes somebody more than they are, and the last owner stays one.
    private static Refusal? MayBecome(Actor actor, StaffMember? now, StaffEdit edit, MasterReader read)
    {
        var own = now is not null && actor.StaffId == now.Id;
        if ((own && (edit.Role != now!.Role || !edit.Active)) || edit.Role > actor.Role || (now is not null && now.Role > actor.Role))
        {
            return new Refusal("staff.own-role");
        }

        var stops = now is { Role: Role.Owner, Active: true } && (edit.Role != Role.Owner || !edit.Active);
        return stops && !StaffRules.AnotherOwner(read, now!.Id) ? new Refusal("staff.last-owner") : null;
    }

    private void EndSessions(Write write, IEnumerable<string> tokenHashes)
    {
        foreach (var hash in tokenHashes)
        {
            write.Delete(Tables.Session, books.Key, hash);
        }
    }
}
