using System.Text.Json;
using Guitai.Emv.OfflineAuthentication;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Certificates, signatures and parameters from outside (<c>tests/vectors/emv/certificates.json</c>): they open, and one bit changed they do not.</summary>
public sealed class RecordedCardTests
{
    private static readonly JsonElement s_all = JsonDocument.Parse(Vectors.Text("emv/certificates.json")).RootElement;

    public static TheoryData<string> Cards =>
        [.. s_all.GetProperty("cards").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    private static JsonElement Find(string name) =>
        s_all.GetProperty("cards").EnumerateArray().First(c => c.GetProperty("name").GetString() == name);

    private static byte[] Bytes(JsonElement card, string name) => card.TryGetProperty(name, out var hex) ? Hex(hex.GetString()!) : [];

    private static string String(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static CaKey Authority(JsonElement card) =>
        new(Rid.Parse(String(card, "rid"))!.Value, Hex(String(card, "index"))[0], Bytes(card, "authority"), 3, new DateOnly(2035, 12, 31));

    private static RsaKey? Issuer(JsonElement card, byte[] certificate) =>
        Certificates.OpenIssuer(
            Authority(card),
            certificate,
            Bytes(card, "issuerRemainder"),
            [3],
            String(card, "pan"),
            DateOnly.Parse(String(card, "date")),
            []
        );

    [Theory]
    [MemberData(nameof(Cards))]
    public void The_authoritys_key_has_its_checksum_and_opens_the_issuers_certificate(string name)
    {
        var card = Find(name);
        Assert.Equal(String(card, "checksum"), Text(Authority(card).Checksum()));
        var certificate = Bytes(card, "issuerCertificate");
        Assert.NotNull(Issuer(card, certificate));
        certificate[^1] ^= 1;
        Assert.Null(Issuer(card, certificate));
    }

    [Fact]
    public void The_recorded_static_signature_is_the_issuers()
    {
        var card = Find("SDA of a Visa card");
        var issuer = Issuer(card, Bytes(card, "issuerCertificate"))!;
        var data = Bytes(card, "staticData");
        var content = issuer.Recover(Bytes(card, "staticSignature"), 0x03, data);
        Assert.Equal(0x01, content![0]);
        data[^1] ^= 1;
        Assert.Null(issuer.Recover(Bytes(card, "staticSignature"), 0x03, data));
    }

    private static RsaKey CardKey(JsonElement card)
    {
        if (card.TryGetProperty("cardKey", out var key))
        {
            return RsaKey.Create(Hex(key.GetString()!), [3])!;
        }

        var issuer = Issuer(card, Bytes(card, "issuerCertificate"))!;
        var (certificate, data, pan) = (Bytes(card, "cardCertificate"), Bytes(card, "staticData"), String(card, "pan"));
        var date = DateOnly.Parse(String(card, "date"));
        Assert.Null(Certificates.OpenCard(issuer, certificate, [], [3], [.. data, 0], pan, date));
        Assert.Null(Certificates.OpenCard(issuer, certificate, [], [3], data, pan[..^1] + "0", date));
        Assert.Null(Certificates.OpenCard(issuer, certificate, [], [3], data, pan, date.AddYears(20)));
        return Certificates.OpenCard(issuer, certificate, [], [3], data, pan, date)!;
    }

    [Theory]
    [InlineData("DDA of a Mastercard")]
    [InlineData("CDA of a Mastercard")]
    [InlineData("CDA of a test Mastercard, refused")]
    public void The_recorded_dynamic_signature_is_the_cards(string name)
    {
        var card = Find(name);
        var key = CardKey(card);
        var (signature, data) = (Bytes(card, "dynamicSignature"), Bytes(card, "dynamicData"));
        var inside = OfflineDataAuthentication.OpenDynamic(key, signature, data);
        Assert.Null(OfflineDataAuthentication.OpenDynamic(key, signature, [.. data[..^1], (byte)(data[^1] ^ 1)]));
        Assert.Equal(8, inside![0]);
        if (name.StartsWith("DDA", StringComparison.Ordinal))
        {
            Assert.Equal(9, inside.Length);
            return;
        }

        Assert.Equal(Hex(String(card, "cryptogramId"))[0], inside[9]);
        if (card.TryGetProperty("sentData", out var sent))
        {
            Assert.Equal(TestKey.Hash([.. Hex(sent.GetString()!), .. Bytes(card, "answered")]), inside[18..38]);
        }
        else
        {
            Assert.Equal((String(card, "dynamicNumber"), String(card, "cryptogram")), (Text(inside[1..9]), Text(inside[10..18])));
        }
    }

    public static TheoryData<string> Keys =>
        [.. s_all.GetProperty("keys").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_downloaded_key_is_read_and_one_with_a_changed_bit_refused(string name)
    {
        var vector = s_all.GetProperty("keys").EnumerateArray().First(c => c.GetProperty("name").GetString() == name);
        var tlv = Hex(String(vector, "tlv"));
        Assert.True(CaKey.Read(tlv, out var key).IsNone);
        Assert.Equal(("A000000333", Hex(String(vector, "index"))[0], 3), (key!.Rid.Hex, key.Index, key.Exponent));
        Assert.Equal(
            (vector.GetProperty("bits").GetInt32(), DateOnly.Parse(String(vector, "expires"))),
            (8 * key.Modulus.Length, key.Expires)
        );
        tlv[60] ^= 0x10;
        var error = CaKey.Read(tlv, out key);
        Assert.Equal(new ParameterError(ParameterFault.Checksum, "DF03"), error);
        Assert.Null(key);
    }

    public static TheoryData<int> Applications => [.. Enumerable.Range(0, s_all.GetProperty("applications").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Applications))]
    public void A_downloaded_application_is_read(int index)
    {
        var vector = s_all.GetProperty("applications")[index];
        Assert.True(ApplicationParameters.Read(Hex(String(vector, "tlv")), out var read).IsNone);
        Assert.Equal(
            (String(vector, "aid"), true, vector.GetProperty("version").GetInt32()),
            (read!.Aid.Hex, read.AllowsPartial, (int)read.Version)
        );
        Assert.Equal(
            (String(vector, "denial"), String(vector, "online"), String(vector, "defaults")),
            (read.DenialCode.ToString(), read.OnlineCode.ToString(), read.DefaultCode.ToString())
        );
        long Number(string name) => vector.GetProperty(name).GetInt64();
        Assert.Equal((Number("floor"), Number("most"), Number("target")), (read.FloorLimit, read.RandomMost, read.RandomTarget));
        Assert.Equal(
            (Number("contactlessFloor"), Number("contactlessLimit"), Number("contactlessCvm")),
            (read.ContactlessFloorLimit, read.ContactlessLimit, read.ContactlessCvmLimit)
        );
        Assert.Equal(("9F3704", true, ContactlessKernel.QPboc), (Text(read.DefaultDdol.ToArray()), read.OnlinePin, read.Kernel));
        Assert.Equal($"ApplicationParameters {{ {read.Aid.Hex} }}", read.ToString());
    }
}
