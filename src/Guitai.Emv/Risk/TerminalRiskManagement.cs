using Guitai.Emv.Commands;
using Guitai.Emv.Cvm;
using Guitai.Emv.Kernel;

namespace Guitai.Emv.Risk;

// What speaks for asking the issuer (EMV Book 3, 10.6).
internal static class TerminalRiskManagement
{
    public static IEnumerable<Wanted> Run(Session s)
    {
        if (s.Request.ForceOnline)
        {
            s.Flags.Set(TvrBit.ForcedOnline);
        }

        // 10.6: as the AIP says.
        if ((s.Aip![0] & 0x08) == 0)
        {
            yield break;
        }

        var (pan, sequence) = (s.Data.Pan, s.Data.SequenceNumber ?? -1);
        if (s.Parameters.IsOnExceptionFile(pan, sequence))
        {
            s.Flags.Set(TvrBit.OnExceptionFile);
        }

        // 10.6.1: split sales count together.
        var amount = s.Request.AmountMinor;
        if (amount + Math.Max(0, s.Parameters.EarlierAmount(pan, sequence)) >= s.Application.FloorLimit)
        {
            s.Flags.Set(TvrBit.FloorLimitExceeded);
        }

        if (IsSelected(amount, s))
        {
            s.Flags.Set(TvrBit.SelectedAtRandom);
        }

        foreach (var wanted in Velocity(s))
        {
            yield return wanted;
        }

        s.Flags.Set(TsiBit.TerminalRisk);
    }

    // 10.6.2: below the threshold with the target's chance; above it the chance rises to the most at the floor limit.
    private static bool IsSelected(long amount, Session s)
    {
        var a = s.Application;
        if (amount >= a.FloorLimit)
        {
            return false;
        }

        var chance = (decimal)a.RandomTarget;
        if (amount >= a.RandomThreshold)
        {
            chance += (decimal)(a.RandomMost - a.RandomTarget) * (amount - a.RandomThreshold) / (a.FloorLimit - a.RandomThreshold);
        }

        return s.Request.RandomPercent <= chance;
    }

    // 10.6.3: only when the card has both of its limits.
    private static IEnumerable<Wanted> Velocity(Session s)
    {
        if (s.Data.Get(0x9F14) is not [var lower] || s.Data.Get(0x9F23) is not [var upper])
        {
            yield break;
        }

        yield return Session.Send(OfflinePin.GetData(0x9F36));
        var counter = Counter(s.Answer, 0x9F36);
        yield return Session.Send(OfflinePin.GetData(0x9F13));
        var lastOnline = Counter(s.Answer, 0x9F13);
        if (lastOnline == 0)
        {
            s.Flags.Set(TvrBit.NewCard);
        }

        // Table 35 of 7.5: both counters must be there when both limits are.
        if (counter is null || lastOnline is null)
        {
            s.Flags.Set(TvrBit.CardDataMissing);
        }

        // Without the counters, or with counters that cannot be, both limits count as exceeded.
        var since = counter is null || lastOnline is null || counter <= lastOnline ? int.MaxValue : counter - lastOnline;
        if (since > lower)
        {
            s.Flags.Set(TvrBit.LowerOfflineLimitExceeded);
        }

        if (since > upper)
        {
            s.Flags.Set(TvrBit.UpperOfflineLimitExceeded);
        }
    }

    private static int? Counter(CardAnswer answer, int tag) =>
        answer.Status == CardAnswer.Ok && CardObjects.Read(answer.Data.Span)?.Find(tag) is [var high, var low] ? (high << 8) | low : null;
}
