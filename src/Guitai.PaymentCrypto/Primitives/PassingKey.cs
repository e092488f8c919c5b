using System.Security.Cryptography;

namespace Guitai.PaymentCrypto.Primitives;

/// <summary>Encryption of single blocks under keys that live for that call only, as key derivations need dozens of: one context a thread, keyed anew each time and
/// keyed with zeros at the end, so that it keeps nothing.</summary>
internal static unsafe class PassingKey
{
    [ThreadStatic]
    private static LibCrypto.CipherContext?[]? t_contexts;

    /// <summary>Encrypts whole blocks (ECB).</summary>
    public static void Encrypt(KeyAlgorithm algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var contexts = t_contexts ??= new LibCrypto.CipherContext?[4];
        var place = algorithm is KeyAlgorithm.Aes ? key.Length / 8 - 1 : 0;
        Span<byte> expanded = stackalloc byte[32];
        expanded.Clear();
        expanded = CipherCatalogue.Expand(algorithm, key, expanded);
        var context = contexts[place] ??= Open(algorithm, key.Length);
        int written;
        fixed (
            byte* k = expanded,
                i = input,
                o = output
        )
        {
            LibCrypto.Check(LibCrypto.CipherInit(context, 0, 0, k, null, 1));
            LibCrypto.Check(LibCrypto.CipherUpdate(context, o, &written, i, input.Length));
        }

        CryptographicOperations.ZeroMemory(expanded);
    }

    /// <summary>Takes the last key out of this thread's contexts; every derivation ends with it.</summary>
    public static void Forget()
    {
        Span<byte> zeros = stackalloc byte[32];
        zeros.Clear();
        fixed (byte* k = zeros)
        {
            foreach (var context in t_contexts ?? [])
            {
                if (context is not null)
                {
                    LibCrypto.Check(LibCrypto.CipherInit(context, 0, 0, k, null, 1));
                }
            }
        }
    }

    private static LibCrypto.CipherContext Open(KeyAlgorithm algorithm, int keyLength)
    {
        var context = LibCrypto.CipherContextNew();
        LibCrypto.Check(LibCrypto.CipherInit(context, CipherCatalogue.Fetch(algorithm, keyLength, cbc: false), 0, null, null, 1));
        LibCrypto.Check(LibCrypto.SetPadding(context, 0));
        return context;
    }
}
