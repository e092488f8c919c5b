using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop;

/// <summary>One merchant's books and what every feature needs to keep them.</summary>
public sealed record Books(RoleStore Store, Guid MerchantId, TimeProvider Time, IRandomness Randomness, IdSource Ids, AuditLog Audit)
{
    /// <summary>The merchant as the leading key of every table.</summary>
    public string Key { get; } = MerchantId.ToString();

    /// <summary>Unix milliseconds.</summary>
    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Reads masters and projections of this merchant.</summary>
    public T Read<T>(Func<MasterReader, T> read) => Store.Read(c => read(new MasterReader(c, Key)));
}

/// <summary>Who acts, and from where.</summary>
/// <param name="StaffId">Null when it is no person.</param>
/// <param name="Who">The staff id, or the part of the system.</param>
/// <param name="StoreId">The only store this person may see; null for all.</param>
/// <param name="Where">Address it came from.</param>
public sealed record Actor(Guid? StaffId, string Who, Role Role, Guid? StoreId, string Where)
{
    /// <summary>A part of the system, on the machine itself.</summary>
    public static Actor Part(string name, string where = "here") => new(null, name, Role.Owner, null, where);

    /// <summary>A person.</summary>
    public static Actor Person(StaffMember person, string where) =>
        new(person.Id, person.Id.ToString(), person.Role, person.StoreId, where);
}
