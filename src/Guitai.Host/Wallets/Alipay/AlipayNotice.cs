using System.Net;
using System.Text;

namespace Guitai.Host.Wallets.Alipay;

/// <summary>A notice as it came: a form.</summary>
internal static class AlipayNotice
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The form's fields; null when it is none, or a name stands there twice.</summary>
    public static Dictionary<string, string>? Parameters(ReadOnlyMemory<byte> body)
    {
        if (body.Length > WalletLine.AnswerBytes)
        {
            return null;
        }

        try
        {
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in s_strict.GetString(body.Span).Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = pair.Split('=', 2);
                if (parts.Length != 2 || !found.TryAdd(WebUtility.UrlDecode(parts[0]), WebUtility.UrlDecode(parts[1])))
                {
                    return null;
                }
            }

            return found;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
