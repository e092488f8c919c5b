using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;

namespace Guitai.Emv.Cryptogram;

// The three kinds of cryptogram as P1 of GENERATE AC asks for them, and as bits 8 and 7 of the CID name them (EMV Book 3, 6.5.5).
internal enum CryptogramType
{
    /// <summary>Refused.</summary>
    Aac = 0x00,

    /// <summary>Approved.</summary>
    Tc = 0x40,

    /// <summary>Ask the issuer.</summary>
    Arqc = 0x80,

    /// <summary>Not defined any more.</summary>
    Reserved = 0xC0,
}

internal static class CryptogramTypes
{
    public static CryptogramType Of(byte cid) => (CryptogramType)(cid & 0xC0);

    public static string NameOf(byte cid) =>
        Of(cid) switch
        {
            CryptogramType.Aac => "AAC",
            CryptogramType.Tc => "TC",
            CryptogramType.Arqc => "ARQC",
            _ => "",
        };
}

// What the TVR means to acquirer (TAC) and issuer (IAC) (EMV Book 3, 10.7).
internal static class ActionAnalysis
{
    /// <summary>Before the first cryptogram: refused, then online, then approved.</summary>
    public static CryptogramType BeforeOnline(Session s)
    {
        if (Meets(s, s.Application.DenialCode, 0x9F0E, ActionCode.None))
        {
            return CryptogramType.Aac;
        }

        if (s.Profile.IsOfflineOnly)
        {
            return WithoutOnline(s);
        }

        // A terminal that decides nothing alone asks always.
        return s.Profile.IsOnlineOnly || Meets(s, s.Application.OnlineCode, 0x9F0F, ActionCode.All)
            ? CryptogramType.Arqc
            : CryptogramType.Tc;
    }

    /// <summary>When the issuer cannot be asked: the defaults decide, and an online-only terminal refuses.</summary>
    public static CryptogramType WithoutOnline(Session s) =>
        s.Profile.IsOnlineOnly || Meets(s, s.Application.DefaultCode, 0x9F0D, ActionCode.All) ? CryptogramType.Aac : CryptogramType.Tc;

    private static bool Meets(Session s, ActionCode acquirer, int issuerTag, ActionCode whenMissing)
    {
        var issuer = ActionCode.From(s.Data.Get(issuerTag)) ?? whenMissing;
        return ((acquirer.Bits | issuer.Bits) & ActionCode.From(s.Flags.Tvr)!.Value.Bits) != 0;
    }
}
