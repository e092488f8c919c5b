using System.Security.Cryptography;
using System.Text;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>AES-256-GCM as WeChat Pay uses it: the nonce is twelve characters, the tag stands behind the ciphertext, all of it in base64.</summary>
internal static class WeChatCipher
{
    public static string Encrypt(string key, string nonce, string associated, ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[plain.Length + 16];
        using var aes = new AesGcm(Encoding.ASCII.GetBytes(key), tagSizeInBytes: 16);
        aes.Encrypt(
            Encoding.ASCII.GetBytes(nonce),
            plain,
            sealedBytes.AsSpan(0, plain.Length),
            sealedBytes.AsSpan(plain.Length),
            Encoding.ASCII.GetBytes(associated)
        );
        return Convert.ToBase64String(sealedBytes);
    }
}

/// <summary><c>GET /v3/certificates</c>: all that answers may be signed with, each encrypted under the merchant's APIv3 key.</summary>
internal sealed class WeChatCertificates(PlatformCertificates certificates, RandomFill random)
{
    public WeChatReply List(Merchant merchant) =>
        WeChatReply.Json(
            200,
            json =>
            {
                json.WriteStartArray("data");
                foreach (var certificate in certificates.Known)
                {
                    var nonce = Payments.Draw(random, 12);
                    json.WriteStartObject();
                    json.WriteString("serial_no", certificate.Serial);
                    json.WriteString("effective_time", Beijing.Iso(certificate.FromMs));
                    json.WriteString("expire_time", Beijing.Iso(certificate.ToMs));
                    json.WriteStartObject("encrypt_certificate");
                    json.WriteString("algorithm", "AEAD_AES_256_GCM");
                    json.WriteString("nonce", nonce);
                    json.WriteString("associated_data", "certificate");
                    json.WriteString(
                        "ciphertext",
                        WeChatCipher.Encrypt(merchant.ApiV3Key, nonce, "certificate", Encoding.ASCII.GetBytes(certificate.CertificatePem))
                    );
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );
}
