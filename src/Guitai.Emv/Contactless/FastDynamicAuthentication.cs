using Guitai.Emv.Kernel;
using Guitai.Emv.OfflineAuthentication;

namespace Guitai.Emv.Contactless;

// The card's signature of its answer to GET PROCESSING OPTIONS, checked when the card is gone (fDDA; Book C-3, 5.5.3 and annex C; JR/T 0025.12).
internal static class FastDynamicAuthentication
{
    private const byte WithAmount = 0x01;

    public static bool Succeeds(Session s)
    {
        // The AIP must say DDA, and the certificates must lead to the card's key.
        if ((s.Aip![0] & 0x20) == 0 || CardKey(s) is not { } key || s.Data.Get(0x9F4B) is not { } signature || Signed(s) is not { } signed)
        {
            return false;
        }

        return OfflineDataAuthentication.OpenDynamic(key, signature, signed) is not null;
    }

    // Version 00, or without 9F69: the unpredictable number; version 01: amount, currency and the card's own related data too.
    private static byte[]? Signed(Session s)
    {
        var number = s.Data.Get(0x9F37)!;
        return s.Data.Get(0x9F69) switch
        {
            null or [0x00, ..] => number,
            [WithAmount, ..] related => [.. number, .. s.Data.Get(0x9F02)!, .. s.Data.Get(0x5F2A)!, .. related],
            _ => null,
        };
    }

    private static RsaKey? CardKey(Session s)
    {
        var data = s.Data;
        if (
            data.Get(0x8F) is not { } index
            || data.Get(0x90) is not { } certificate
            || data.Get(0x9F32) is not { } exponent
            || data.Get(0x9F46) is not { } own
            || data.Get(0x9F47) is not { } ownExponent
            || OfflineDataAuthentication.SignedData(s) is not { } signed
            || OfflineDataAuthentication.FindIssuerKey(s, index, certificate, exponent) is not { } issuer
        )
        {
            return null;
        }

        return Certificates.OpenCard(issuer, own, data.Get(0x9F48) ?? [], ownExponent, signed, data.Pan, s.Request.Date);
    }
}
