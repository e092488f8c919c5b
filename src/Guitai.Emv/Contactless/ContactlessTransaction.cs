using Guitai.Emv.Cryptogram;
using Guitai.Emv.Kernel;
using Guitai.Emv.Reading;

namespace Guitai.Emv.Contactless;

// A contactless transaction behind GET PROCESSING OPTIONS: qPBOC (JR/T 0025.12) and qVSDC (EMV Contactless Book C-3). The card has decided already; what
// remains is to read it, to let it go, and to hold it to its word. The TVR stays as the card was told it: its cryptogram is over that.
internal static class ContactlessTransaction
{
    public static IEnumerable<Wanted> Run(Session s)
    {
        foreach (var wanted in ApplicationData.Records(s))
        {
            yield return wanted;
        }

        if (s.IsOver)
        {
            yield break;
        }

        // The card is no longer needed from here on.
        if (!s.Data.Has(0x57) && !s.Data.Has(0x5A))
        {
            s.Fail(EndReason.MissingCardData);
        }
        else if (!ApplicationData.IsFormed(s.Data))
        {
            s.Fail(EndReason.BadCardData);
        }
        else if (s.Request.Extent == TransactionExtent.CardData)
        {
            s.Finish(TransactionOutcome.CardRead, EndReason.None);
        }
        else if (TypeOf(s) is { } type)
        {
            foreach (var wanted in Decide(s, type))
            {
                yield return wanted;
            }
        }
        else
        {
            s.Fail(EndReason.MissingCardData);
        }
    }

    /// <summary>From the CID, else from bits 6 and 5 of the issuer's data's fifth byte (Book C-3, 5.4.3); null when neither tells.</summary>
    public static CryptogramType? TypeOf(Session s)
    {
        if (s.Data.Get(0x9F27) is [var cid])
        {
            return CryptogramTypes.Of(cid);
        }

        if (s.Data.Get(0x9F10) is not [_, _, _, _, var results, ..])
        {
            return null;
        }

        // The type stands two bits lower in the card's verification results, in an order of its own.
        var type = (results & 0x30) switch
        {
            0x00 => CryptogramType.Aac,
            0x10 => CryptogramType.Tc,
            0x20 => CryptogramType.Arqc,
            _ => CryptogramType.Reserved,
        };
        s.Data.Put(0x9F27, [(byte)type]);
        return type;
    }

    private static IEnumerable<Wanted> Decide(Session s, CryptogramType type)
    {
        // An approval that was not allowed to be one: above the floor limit the reader wanted the issuer asked (Book C-3, 5.5.1).
        if (
            type == CryptogramType.Reserved
            || (type == CryptogramType.Tc && Qualifiers.WantsOnline(s))
            || (type == CryptogramType.Arqc && s.Profile.IsOfflineOnly)
        )
        {
            s.Finish(TransactionOutcome.Declined, EndReason.WrongCryptogram);
            yield break;
        }

        if (type == CryptogramType.Aac)
        {
            s.Finish(TransactionOutcome.Declined, EndReason.CardDeclined);
            yield break;
        }

        var goesOnline = type == CryptogramType.Arqc;
        if (!CardQualifiers.Allow(s) || (type == CryptogramType.Tc && !MayApproveOffline(s, ref goesOnline)))
        {
            yield break;
        }

        var verification = new ContactlessVerification(s);
        foreach (var wanted in verification.Run(type))
        {
            yield return wanted;
        }

        if (s.IsOver)
        {
            yield break;
        }

        if (!goesOnline && s.VerifiedBy != VerifiedBy.OnlinePin)
        {
            s.Finish(TransactionOutcome.Approved, EndReason.None);
            yield break;
        }

        foreach (var wanted in Online(s))
        {
            yield return wanted;
        }
    }

    // Book C-3, 5.5.1 to 5.6: the card must not have expired, be on no list, and be genuine; what then is the card's own wish.
    private static bool MayApproveOffline(Session s, ref bool goesOnline)
    {
        if (s.Parameters.IsOnExceptionFile(s.Data.Pan, s.Data.SequenceNumber ?? -1))
        {
            s.Finish(TransactionOutcome.Declined, EndReason.OnExceptionFile);
            return false;
        }

        var canAsk = !s.Profile.IsOfflineOnly;
        if (Dates.Read(s.Data.Get(0x5F24)) is not { } expiry || expiry < s.Request.Date)
        {
            goesOnline = canAsk && CardQualifiers.Has(s, 0, CardQualifiers.OnlineWhenExpired);
            if (!goesOnline)
            {
                s.Finish(TransactionOutcome.Declined, EndReason.Expired);
                return false;
            }
        }

        if (FastDynamicAuthentication.Succeeds(s))
        {
            return true;
        }

        if (canAsk && CardQualifiers.Has(s, 0, CardQualifiers.OnlineWhenNotGenuine))
        {
            goesOnline = true;
            return true;
        }

        var outcome = CardQualifiers.Has(s, 0, CardQualifiers.ChipWhenNotGenuine)
            ? TransactionOutcome.UseChip
            : TransactionOutcome.Declined;
        s.Finish(outcome, EndReason.NotGenuine);
        return false;
    }

    private static IEnumerable<Wanted> Online(Session s)
    {
        s.WentOnline = true;
        yield return new GoOnline(CardMayLeave: true);
        s.HostAnswer = s.Input as HostAnswered;
        s.WentOnline = s.Input is not HostSilent { WasAsked: false };
        if (s.HostAnswer is { } answer)
        {
            s.Data.PutText(0x8A, answer.ResponseCode, 2);
        }

        if (s.HostAnswer is { Approved: true })
        {
            s.Finish(TransactionOutcome.Approved, EndReason.None);
        }
        else
        {
            s.Finish(TransactionOutcome.Declined, s.HostAnswer is null ? EndReason.HostSilent : EndReason.IssuerDeclined);
        }
    }
}
