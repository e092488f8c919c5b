using System.Globalization;
using System.Text;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>Lays an application's records out, and signs what is to be signed (EMV Book 3, 7; JR/T 0025.5).</summary>
internal sealed class ChipRecords(ApplicationFile file, VirtualCard card, ChipKeys? keys, ObjectList cdol1, ObjectList cdol2)
{
    /// <summary>The file of the record that is made anew at every tap.</summary>
    public const int DynamicFile = 1;

    /// <summary>Its number.</summary>
    public const int DynamicRecord = 2;

    private const int PlainFile = 1;
    private const int ProofFile = 2;
    private const int SignedFile = 3;

    private CardProof Proof => keys is null ? CardProof.None : file.Proof;

    /// <summary>Track 2 equivalent data: two digits in a byte, filled with F.</summary>
    public static byte[] Track2(VirtualCard card) =>
        Convert.FromHexString(card.ChipTrack2.Length % 2 == 0 ? card.ChipTrack2 : card.ChipTrack2 + "F");

    /// <summary>The side with contacts.</summary>
    /// <param name="issuerByCommand">Whether the issuer's answer comes by EXTERNAL AUTHENTICATE.</param>
    public ApplicationSide Contact(bool issuerByCommand)
    {
        var profile = Profile(issuerByCommand ? 0x1C : 0x18);
        byte[] locator = [PlainFile << 3, 1, 1, 0, .. ProofLocator(), SignedFile << 3, 1, 2, 1];
        return new ApplicationSide(
            profile,
            locator,
            new Lazy<Dictionary<(int, int), byte[]>>(() =>
            {
                var isSigned = Signed();
                var records = Proofs(isSigned, profile);
                byte[] extra = Convert.FromHexString(file.ExtraObjects);
                records[(PlainFile, 1)] = Tlv.Of(
                    0x70,
                    Tlv.Of(0x57, Track2(card)),
                    Tlv.Of(0x5F20, Encoding.ASCII.GetBytes(card.Name)),
                    extra
                );
                records[(SignedFile, 1)] = Tlv.Of(0x70, Spoilt(isSigned).AsSpan());
                records[(SignedFile, 2)] = Tlv.Of(
                    0x70,
                    Tlv.Of(0x8C, cdol1.Bytes),
                    Tlv.Of(0x8D, cdol2.Bytes),
                    Tlv.Of(0x9F14, "03"),
                    Tlv.Of(0x9F23, "05")
                );
                return records;
            })
        );
    }

    /// <summary>The side without contacts: the records that prove a card that has left.</summary>
    public ApplicationSide Tap()
    {
        var profile = Profile(0);
        byte[] locator = [.. ProofLocator(), SignedFile << 3, 1, 1, 1, DynamicFile << 3, DynamicRecord, DynamicRecord, 0];
        return new ApplicationSide(
            profile,
            locator,
            new Lazy<Dictionary<(int, int), byte[]>>(() =>
            {
                var isSigned = TapSigned();
                var records = Proofs(isSigned, profile);
                records[(SignedFile, 1)] = Tlv.Of(0x70, Spoilt(isSigned).AsSpan());
                return records;
            })
        );
    }

    private byte[] Profile(int wishes) =>
        [
            (byte)(
                wishes
                | (Proof >= CardProof.Static ? 0x40 : 0)
                | (Proof >= CardProof.Dynamic ? 0x20 : 0)
                | (Proof >= CardProof.Combined ? 0x01 : 0)
            ),
            0x00,
        ];

    private byte[] ProofLocator() =>
        Proof switch
        {
            CardProof.None => [],
            CardProof.Static => [ProofFile << 3, 1, 3, 0],
            _ => [ProofFile << 3, 1, 5, 0],
        };

    private Dictionary<(int, int), byte[]> Proofs(byte[] signed, byte[] profile)
    {
        var records = new Dictionary<(int, int), byte[]>();
        if (keys is null || Proof == CardProof.None)
        {
            return records;
        }

        byte[] staticData = [.. signed, .. profile];
        var rid = ChipKeys.RidOf(card.Pan);
        var expiry = file.Flaw == ProofFlaw.IssuerExpired ? Past : card.Expiry;
        var certified = file.Flaw == ProofFlaw.IssuerName ? "99999999" : card.Pan;
        var (issuer, remainder) = Certificates.Issuer(keys.Authority(rid, file.AuthorityIndex), certified, expiry, keys.Issuer);
        Spoil(issuer, ProofFlaw.IssuerCertificate);
        records[(ProofFile, 1)] = Tlv.Of(0x70, Tlv.Of(0x90, issuer.AsSpan()));
        records[(ProofFile, 2)] = Tlv.Of(
            0x70,
            Tlv.Of(0x8F, [(byte)file.AuthorityIndex]),
            Tlv.Of(0x9F32, keys.Issuer.Exponent.AsSpan()),
            remainder.Length == 0 ? [] : Tlv.Of(0x92, remainder.AsSpan())
        );
        records[(ProofFile, 3)] = Tlv.Of(0x70, Tlv.Of(0x93, Certificates.StaticData(keys.Issuer, staticData).AsSpan()));
        if (Proof >= CardProof.Dynamic)
        {
            var key = keys.Chip(card.Index);
            var cardExpiry = file.Flaw == ProofFlaw.CardExpired ? Past : card.Expiry;
            var (own, ownRemainder) = Certificates.Card(keys.Issuer, card.Pan, cardExpiry, key, staticData);
            Spoil(own, ProofFlaw.CardCertificate);
            records[(ProofFile, 4)] = Tlv.Of(0x70, Tlv.Of(0x9F46, own.AsSpan()));
            records[(ProofFile, 5)] = Tlv.Of(
                0x70,
                Tlv.Of(0x9F47, key.Exponent.AsSpan()),
                Tlv.Of(0x9F49, "9F3704"),
                ownRemainder.Length == 0 ? [] : Tlv.Of(0x9F48, ownRemainder.AsSpan())
            );
        }

        return records;
    }

    private byte[] Signed() =>
        Tlv.Join(
            Tlv.Of(0x5F25, Begin),
            Tlv.Of(0x5F24, LastDay),
            Tlv.Of(0x5A, Pan),
            Tlv.Of(0x5F34, [byte.Parse(card.Sequence, CultureInfo.InvariantCulture)]),
            Tlv.Of(0x9F07, "FF00"),
            file.CvmList.Length == 0 ? [] : Tlv.Of(0x8E, file.CvmList),
            Action(0x9F0D, file.ActionDefault),
            Action(0x9F0E, file.ActionDenial),
            Action(0x9F0F, file.ActionOnline),
            Tlv.Of(0x5F28, "0156"),
            Tlv.Of(0x9F08, Version),
            Tlv.Of(0x9F42, "0156"),
            Tlv.Of(0x5F30, "0" + card.ServiceCode),
            Proof == CardProof.None ? [] : Tlv.Of(0x9F4A, "82")
        );

    // The sequence number comes with the cryptogram: no object may come twice (EMV Book 3, 10.2).
    private byte[] TapSigned() =>
        Tlv.Join(
            Tlv.Of(0x5F24, LastDay),
            Tlv.Of(0x5A, Pan),
            Tlv.Of(0x9F07, "FF00"),
            Tlv.Of(0x5F28, "0156"),
            Proof == CardProof.None ? [] : Tlv.Of(0x9F4A, "82")
        );

    private static byte[] Action(int tag, string code) => code.Length == 0 ? [] : Tlv.Of(tag, code);

    // A bit of what was signed is another one in the record: of the last value before 9F4A, so that the record stays one.
    private byte[] Spoilt(byte[] signed)
    {
        var record = signed.ToArray();
        if (file.Flaw == ProofFlaw.StaticData)
        {
            record[^5] ^= 1;
        }

        return record;
    }

    private void Spoil(byte[] certificate, ProofFlaw flaw)
    {
        if (file.Flaw == flaw)
        {
            certificate[^1] ^= 1;
        }
    }

    private string Pan => card.Pan.Length % 2 == 0 ? card.Pan : card.Pan + "F";

    private string LastDay => card.Expiry + LastOf(card.Expiry).ToString("D2", CultureInfo.InvariantCulture);

    // Each scheme counts its versions by itself (EMV Book 3, 10.4.1): PBOC 3.0, VIS 1.5, M/Chip, J/Smart.
    private string Version =>
        ChipKeys.RidOf(card.Pan) switch
        {
            "A000000003" => "0096",
            "A000000004" => "0002",
            "A000000065" => "0200",
            _ => "0030",
        };

    private string Begin => $"{Math.Max(0, Year(card.Expiry) - 6):D2}0101";

    // Before any day on which the card is good.
    private string Past => $"{Math.Max(0, Year(card.Expiry) - 6):D2}12";

    private static int Year(string expiry) => int.Parse(expiry.AsSpan(0, 2), CultureInfo.InvariantCulture);

    private static int LastOf(string expiry) =>
        DateTime.DaysInMonth(2000 + Year(expiry), int.Parse(expiry.AsSpan(2), CultureInfo.InvariantCulture));
}
