using Guitai.Emv.Parameters;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Cards;

/// <summary>What the acquirer sent about chips, as the kernel takes it.</summary>
/// <param name="Lists">As it came.</param>
/// <param name="Applications">Those that can be read.</param>
/// <param name="Keys">Those whose checksum is right.</param>
/// <param name="Faulty">How many could not be read.</param>
public sealed record ChipParameters(
    ChipLists Lists,
    IReadOnlyList<ApplicationParameters> Applications,
    IReadOnlyList<CaKey> Keys,
    int Faulty
)
{
    private const string UnionPay = "A000000333";

    /// <summary>Reads what came.</summary>
    public static ChipParameters Read(ChipLists lists)
    {
        List<ApplicationParameters> applications = [];
        List<CaKey> keys = [];
        var faulty = 0;
        foreach (var hex in lists.Applications)
        {
            if (ApplicationParameters.Read(Convert.FromHexString(hex), out var application).IsNone)
            {
                applications.Add(application!);
            }
            else
            {
                faulty++;
            }
        }

        foreach (var hex in lists.Keys)
        {
            if (CaKey.Read(Convert.FromHexString(hex), out var key).IsNone)
            {
                keys.Add(key!);
            }
            else
            {
                faulty++;
            }
        }

        return new ChipParameters(lists, applications, keys, faulty);
    }

    /// <summary>Up to here a tap needs neither PIN nor signature (小额免密免签): the limit of UnionPay's applications, as the acquirer set it.</summary>
    public long NoPinNoSignatureLimit =>
        Applications.Where(a => a.Aid.Rid.Hex == UnionPay).Select(a => a.ContactlessCvmLimit).DefaultIfEmpty(0).Min();
}
