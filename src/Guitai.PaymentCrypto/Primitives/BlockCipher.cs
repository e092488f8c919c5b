using System.Diagnostics;
using System.Security.Cryptography;

namespace Guitai.PaymentCrypto.Primitives;

/// <summary>One key of a block cipher, ready to use: whole blocks, no padding, no allocation after the first call of each kind. Safe for several threads.</summary>
internal sealed unsafe class BlockCipher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SecretBytes _key;
    private readonly LibCrypto.CipherContext?[] _contexts = new LibCrypto.CipherContext?[4];
    private bool _disposed;

    /// <param name="algorithm">Triple-DES takes 8, 16 or 24 bytes, AES 16, 24 or 32, SM4 16.</param>
    /// <param name="key">The clear key; copied.</param>
    public BlockCipher(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (!CipherCatalogue.IsKeyLength(algorithm, key.Length))
        {
            throw new ArgumentException($"{key.Length} bytes are no {algorithm} key.", nameof(key));
        }

        Algorithm = algorithm;
        _key = new SecretBytes(key);
    }

    public KeyAlgorithm Algorithm { get; }

    public int BlockSize => CipherCatalogue.BlockSize(Algorithm);

    public ReadOnlySpan<byte> Key => _key.Span;

    public void Encrypt(ReadOnlySpan<byte> input, Span<byte> output) => Run(false, true, default, input, output);

    public void Decrypt(ReadOnlySpan<byte> input, Span<byte> output) => Run(false, false, default, input, output);

    public void EncryptCbc(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output) => Run(true, true, iv, input, output);

    public void DecryptCbc(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output) => Run(true, false, iv, input, output);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var context in _contexts)
            {
                context?.Dispose();
            }

            _key.Dispose();
        }
    }

    private void Run(bool cbc, bool encrypt, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Debug.Assert(input.Length % BlockSize == 0 && output.Length >= input.Length, "Whole blocks into enough room.");
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var context = _contexts[(cbc ? 2 : 0) + (encrypt ? 1 : 0)] ??= Open(cbc, encrypt);
            int written;
            fixed (
                byte* i = input,
                    o = output,
                    v = iv
            )
            {
                if (cbc)
                {
                    LibCrypto.Check(LibCrypto.CipherInit(context, 0, 0, null, v, -1));
                }

                LibCrypto.Check(LibCrypto.CipherUpdate(context, o, &written, i, input.Length));
            }
        }
    }

    private LibCrypto.CipherContext Open(bool cbc, bool encrypt)
    {
        var context = LibCrypto.CipherContextNew();
        Span<byte> expanded = stackalloc byte[32];
        expanded = CipherCatalogue.Expand(Algorithm, _key.Span, expanded);
        fixed (byte* k = expanded)
        {
            var cipher = CipherCatalogue.Fetch(Algorithm, _key.Length, cbc);
            LibCrypto.Check(LibCrypto.CipherInit(context, cipher, 0, k, null, encrypt ? 1 : 0));
        }

        CryptographicOperations.ZeroMemory(expanded);
        LibCrypto.Check(LibCrypto.SetPadding(context, 0));
        return context;
    }
}
