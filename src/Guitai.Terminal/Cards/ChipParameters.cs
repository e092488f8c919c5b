using Guitai.Emv.Parameters;
using Guitai.Emv.Tlv;
using Guitai.Terminal.Check;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Cards;

/// <summary>What the acquirer sent about chips, as the kernel takes it.</summary>
/// <param name="Lists">As it came.</param>
/// <param name="Applications">Those that can be read.</param>
/// <param name="Keys">Those whose checksum is right.</param>
/// <param name="LeftOut">Those that could not be read.</param>
public sealed record ChipParameters(
    ChipLists Lists,
    IReadOnlyList<ApplicationParameters> Applications,
    IReadOnlyList<CaKey> Keys,
    IReadOnlyList<LeftOut> LeftOut
)
{
    private const string UnionPay = "A000000333";

    /// <summary>Reads what came.</summary>
    public static ChipParameters Read(ChipLists lists)
    {
        List<ApplicationParameters> applications = [];
        List<CaKey> keys = [];
        List<LeftOut> leftOut = [];
        foreach (var hex in lists.Applications)
        {
            var bytes = Convert.FromHexString(hex);
            var error = ApplicationParameters.Read(bytes, out var application);
            if (error.IsNone)
            {
                applications.Add(application!);
            }
            else
            {
                leftOut.Add(new LeftOut(NameOf(bytes), error));
            }
        }

        foreach (var hex in lists.Keys)
        {
            var bytes = Convert.FromHexString(hex);
            var error = CaKey.Read(bytes, out var key);
            if (error.IsNone)
            {
                keys.Add(key!);
            }
            else
            {
                leftOut.Add(new LeftOut(NameOf(bytes), error));
            }
        }

        return new ChipParameters(lists, applications, keys, leftOut);
    }

    // By 9F06, and of a key 9F22.
    private static string NameOf(ReadOnlySpan<byte> tlv)
    {
        var (name, index) = ("?", "");
        var reader = new TlvReader(tlv);
        while (reader.TryRead(out var found))
        {
            name = found.Tag.Value == 0x9F06 ? Convert.ToHexString(found.Value) : name;
            index = found.Tag.Value == 0x9F22 ? "-" + Convert.ToHexString(found.Value) : index;
        }

        return name + index;
    }

    /// <summary>Up to here a tap needs neither PIN nor signature (小额免密免签): the limit of UnionPay's applications, as the acquirer set it.</summary>
    public long NoPinNoSignatureLimit =>
        Applications.Where(a => a.Aid.Rid.Hex == UnionPay).Select(a => a.ContactlessCvmLimit).DefaultIfEmpty(0).Min();
}
