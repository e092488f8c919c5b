using Guitai.Emv.Cryptogram;
using Guitai.Emv.Kernel;

namespace Guitai.Emv.Contactless;

// The card's transaction qualifiers, 9F6C: what the card wants of the terminal (Book C-3, annex A).
internal static class CardQualifiers
{
    public const byte OnlinePin = 0x80;
    public const byte Signature = 0x40;
    public const byte OnlineWhenNotGenuine = 0x20;
    public const byte ChipWhenNotGenuine = 0x10;
    public const byte OnlineWhenExpired = 0x08;
    public const byte ChipForCash = 0x04;
    public const byte ChipForCashback = 0x02;
    public const byte DeviceVerified = 0x80;

    public static bool Has(Session s, int index, byte bit) =>
        s.Data.Get(0x9F6C) is { Length: 2 } qualifiers && (qualifiers[index] & bit) != 0;

    /// <summary>False when the card wants its chip used for such a transaction.</summary>
    public static bool Allow(Session s)
    {
        var bit = s.Request.Kind switch
        {
            TransactionKind.ManualCash or TransactionKind.UnattendedCash => ChipForCash,
            TransactionKind.Cashback => ChipForCashback,
            _ => (byte)0,
        };
        if (!Has(s, 0, bit))
        {
            return true;
        }

        s.Finish(TransactionOutcome.UseChip, EndReason.CardWantsChip);
        return false;
    }
}

// Who verifies the cardholder (Book C-3, 5.7): the PIN before the device before the signature, as the card wants and the reader can; below the
// no-PIN-no-signature limit nobody.
internal sealed class ContactlessVerification(Session s)
{
    public IEnumerable<Wanted> Run(CryptogramType type)
    {
        s.Data.Put(0x9F34, [0x1F, 0x00, 0x02]);
        if (CardQualifiers.Has(s, 1, CardQualifiers.DeviceVerified) && !WantsPin())
        {
            if (IsDeviceTrue(type))
            {
                s.VerifiedBy = VerifiedBy.Device;
            }
            else
            {
                s.Finish(TransactionOutcome.Declined, EndReason.CvmImpossible);
            }

            yield break;
        }

        if (Qualifiers.IsSmall(s))
        {
            yield break;
        }

        if (WantsPin())
        {
            yield return new EnterPin(PinUse.Online, TriesLeft: null, Again: false, RandomBytes: 0, CardMayLeave: true);
            if (s.Input is OnlinePinTaken)
            {
                s.VerifiedBy = VerifiedBy.OnlinePin;
                s.Data.Put(0x9F34, [0x02, 0x00, 0x00]);
                yield break;
            }

            // Nobody typed: what is left is a signature.
            Sign();
        }
        else if (CardQualifiers.Has(s, 0, CardQualifiers.Signature) || (!s.Data.Has(0x9F6C) && Qualifiers.WantsCvm(s)))
        {
            Sign();
        }
        else if (Qualifiers.WantsCvm(s))
        {
            s.Finish(TransactionOutcome.Declined, EndReason.CvmImpossible);
        }
    }

    private bool WantsPin() => CardQualifiers.Has(s, 0, CardQualifiers.OnlinePin) && Qualifiers.CanOnlinePin(s);

    // 5.7.1.2: the copy under the card's signature must say the same; without one only the issuer can know.
    private bool IsDeviceTrue(CryptogramType type) =>
        s.Data.Get(0x9F69) is { } related
            ? related.Length >= 7 && related.AsSpan(5, 2).SequenceEqual(s.Data.Get(0x9F6C))
            : type == CryptogramType.Arqc;

    private void Sign()
    {
        if (!Qualifiers.CanSign(s))
        {
            s.Finish(TransactionOutcome.Declined, EndReason.CvmImpossible);
            return;
        }

        s.SignatureWanted = true;
        s.VerifiedBy = VerifiedBy.Signature;
        s.Data.Put(0x9F34, [0x1E, 0x00, 0x00]);
    }
}
