using Guitai.Emv.Kernel;
using Guitai.Emv.Reading;

namespace Guitai.Emv.Restrictions;

// Whether this application may do this here and today (EMV Book 3, 10.4). Nothing ends here: the TVR tells, and action analysis decides.
internal static class ProcessingRestrictions
{
    public static IEnumerable<Wanted> Run(Session s)
    {
        // 10.4.1: a card without a version has the right one.
        if (s.Data.Get(0x9F08) is { } version && !version.AsSpan().SequenceEqual(s.Data.Get(0x9F09)))
        {
            s.Flags.Set(TvrBit.VersionsDiffer);
        }

        if (s.Data.Get(0x9F07) is [var first, var second] && !IsAllowed(s, first, second))
        {
            s.Flags.Set(TvrBit.ServiceNotAllowed);
        }

        // 10.4.3.
        if (Dates.Read(s.Data.Get(0x5F25)) > s.Request.Date)
        {
            s.Flags.Set(TvrBit.NotYetEffective);
        }

        if (Dates.Read(s.Data.Get(0x5F24)) < s.Request.Date)
        {
            s.Flags.Set(TvrBit.Expired);
        }

        return [];
    }

    // 10.4.2, annex C2: usage control by place, and by kind at home and abroad once the issuer's country is known.
    private static bool IsAllowed(Session s, byte first, byte second)
    {
        if ((first & (s.Profile.IsAtm ? 0x02 : 0x01)) == 0)
        {
            return false;
        }

        if (s.Data.Get(0x5F28) is not { } issuer)
        {
            return true;
        }

        var isHome = issuer.AsSpan().SequenceEqual(s.Data.Get(0x9F1A));
        return s.Request.Kind switch
        {
            TransactionKind.ManualCash or TransactionKind.UnattendedCash => (first & (isHome ? 0x80 : 0x40)) != 0,
            TransactionKind.Goods => (first & (isHome ? 0x20 : 0x10)) != 0,
            TransactionKind.Services => (first & (isHome ? 0x08 : 0x04)) != 0,
            _ => (second & (isHome ? 0x80 : 0x40)) != 0 && (first & (isHome ? 0x28 : 0x14)) != 0,
        };
    }
}
