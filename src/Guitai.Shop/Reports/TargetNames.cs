using Guitai.Contracts.Masters;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Reports;

/// <summary>What the audit's targets are called now; one that is deleted has only its id.</summary>
internal static class TargetNames
{
    /// <summary>Names by target, of those that are a master's id.</summary>
    public static Dictionary<string, (string Name, string? NameEn)> Of(MasterReader read, IEnumerable<string> targets)
    {
        List<Guid> ids = [.. targets.Distinct(StringComparer.Ordinal).Where(t => Guid.TryParseExact(t, "D", out _)).Select(Guid.Parse)];
        Dictionary<string, (string, string?)> names = new(StringComparer.Ordinal);
        void Add<T>(Func<T, (string, string?)> nameOf)
            where T : class
        {
            foreach (var (id, found) in read.FindMany<T>(ids))
            {
                names[id.ToString()] = nameOf(found.Value);
            }
        }

        Add<Product>(p => (p.Name, p.NameEn));
        Add<StaffMember>(s => (s.Name, s.NameEn));
        Add<Store>(s => (s.Name, s.NameEn));
        Add<Till>(t => (t.Name, null));
        Add<Category>(c => (c.Name, c.NameEn));
        Add<TaxClass>(t => (t.Name, t.NameEn));
        Add<TenderType>(t => (t.Name, t.NameEn));
        Add<Merchant>(m => (m.Name, m.NameEn));
        return names;
    }
}
