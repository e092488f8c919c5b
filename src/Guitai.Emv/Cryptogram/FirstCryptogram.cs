using Guitai.Emv.Kernel;

namespace Guitai.Emv.Cryptogram;

// Terminal and card action analysis: the first GENERATE AC (EMV Book 3, 10.7 and 10.8).
internal static class FirstCryptogram
{
    private const int AdviceRequired = 0x08;

    public static IEnumerable<Wanted> Run(Session s)
    {
        // A cryptogram must not be what a record said it was.
        foreach (var tag in (int[])[0x9F26, 0x9F27])
        {
            s.Data.Remove(tag);
        }

        if (GenerateAc.Create(s, ActionAnalysis.BeforeOnline(s), 0x8C, s.PdolData) is not { } first)
        {
            s.Fail(EndReason.BadCardData);
            yield break;
        }

        yield return Session.Send(first.Command);
        s.Flags.Set(TsiBit.CardRisk);
        if (!first.Take(s))
        {
            yield break;
        }

        s.SignedBefore = [.. s.PdolData, .. first.Data];
        if (first.SignatureFailed)
        {
            foreach (var wanted in Refuse(s, first.Type))
            {
                yield return wanted;
            }
        }
        else if (first.Type == CryptogramType.Tc)
        {
            s.Finish(TransactionOutcome.Approved, EndReason.None);
        }
        else if (first.Type == CryptogramType.Aac)
        {
            s.Finish(TransactionOutcome.Declined, EndReason.CardDeclined, (s.Data.GetByte(0x9F27) & AdviceRequired) != 0);
        }
    }

    // Book 2, 6.6.2, Book 4, 6.3.2.1: a TC under a bad signature is worth nothing; after an ARQC the card is told by a second GENERATE AC for an AAC.
    private static IEnumerable<Wanted> Refuse(Session s, CryptogramType got)
    {
        s.Authentication.Failed = true;
        s.Flags.Set(TvrBit.CdaFailed);
        if (got == CryptogramType.Arqc)
        {
            s.Data.PutText(0x8A, "Z1", 2);
            if (GenerateAc.Create(s, CryptogramType.Aac, 0x8D, []) is { } second)
            {
                yield return Session.Send(second.Command);
                if (!second.Take(s))
                {
                    yield break;
                }
            }
        }

        s.Finish(TransactionOutcome.Declined, EndReason.NotGenuine);
    }
}
