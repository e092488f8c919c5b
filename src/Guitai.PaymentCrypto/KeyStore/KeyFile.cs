using System.Buffers.Binary;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Why a key file does not open.</summary>
public enum KeyFileFault
{
    /// <summary>It does open.</summary>
    None = 0,

    /// <summary>There is no file; or, when one was to be created, there is one.</summary>
    Missing,

    /// <summary>Another process works on it.</summary>
    InUse,

    /// <summary>The components are not the file's.</summary>
    WrongComponents,

    /// <summary>A byte of it was changed, or it is no key file.</summary>
    Corrupt,

    /// <summary>Both components come from the same person.</summary>
    SamePerson,

    /// <summary>A component has not 32 bytes, or is all zeros, or both are the same.</summary>
    Malformed,
}

/// <summary>A custodian and the component that they keep.</summary>
/// <param name="Custodian">Who.</param>
/// <param name="Component">32 random bytes.</param>
public sealed record CustodianComponent(string Custodian, ReadOnlyMemory<byte> Component);

/// <summary>
/// The file itself: head, then AES-256-GCM over the inside with the head as additional data, under a key that comes from both custodians' components by HKDF-SHA-256 (RFC 5869).
/// Replaced whole: written beside, synced, renamed, and the folder synced, so that a crash leaves the old file or the new one.
/// </summary>
internal sealed class KeyFile : IDisposable
{
    private const int HeadLength = 4 + 1 + 8 + 16 + 12 + 3;
    private const int SaltAt = 13;
    private const int NonceAt = 29;
    private const int CheckAt = 41;
    private readonly string _path;
    private readonly FillRandom _random;
    private readonly FileStream? _lock;
    private readonly SecretBytes _key;
    private readonly byte[] _salt;
    private readonly byte[] _check;
    private long _generation;

    private KeyFile(string path, FillRandom random, FileStream? held, SecretBytes key, byte[] salt, byte[] check, long generation)
    {
        _path = path;
        _random = random;
        _lock = held;
        _key = key;
        _salt = salt;
        _check = check;
        _generation = generation;
    }

    private static ReadOnlySpan<byte> Magic => "GTKS\u0002"u8;

    public static KeyFileFault Create(
        string path,
        CustodianComponent first,
        CustodianComponent second,
        FillRandom random,
        out KeyFile? file
    )
    {
        file = null;
        var fault = Check(first, second);
        if (fault is not KeyFileFault.None)
        {
            return fault;
        }

        if (Lock(path) is not { } held)
        {
            return KeyFileFault.InUse;
        }

        if (File.Exists(path))
        {
            held.Dispose();
            return KeyFileFault.Missing;
        }

        var salt = new byte[16];
        random(salt);
        var key = Derive(first, second, salt, out var check);
        file = new KeyFile(path, random, held, key, salt, check, 0);
        file.Replace(KeyFileContent.Empty);
        return KeyFileFault.None;
    }

    public static KeyFileFault Open(
        string path,
        CustodianComponent first,
        CustodianComponent second,
        FillRandom random,
        out KeyFile? file,
        out KeyFileContent content
    ) => Open(path, first, second, random, toRead: false, out file, out content);

    /// <summary>Opens the file as it stands now, beside whoever works on it. It cannot be replaced from here.</summary>
    public static KeyFileFault OpenToRead(
        string path,
        CustodianComponent first,
        CustodianComponent second,
        out KeyFile? file,
        out KeyFileContent content
    ) => Open(path, first, second, _ => { }, toRead: true, out file, out content);

    private static KeyFileFault Open(
        string path,
        CustodianComponent first,
        CustodianComponent second,
        FillRandom random,
        bool toRead,
        out KeyFile? file,
        out KeyFileContent content
    )
    {
        file = null;
        content = KeyFileContent.Empty;
        var fault = Check(first, second);
        if (fault is not KeyFileFault.None)
        {
            return fault;
        }

        if (!File.Exists(path))
        {
            return KeyFileFault.Missing;
        }

        var held = toRead ? null : Lock(path);
        if (held is null && !toRead)
        {
            return KeyFileFault.InUse;
        }

        fault = Read(path, first, second, out var key, out var head, out content);
        if (fault is not KeyFileFault.None)
        {
            held?.Dispose();
            return fault;
        }

        var generation = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(5));
        file = new KeyFile(path, random, held, key!, head[SaltAt..NonceAt], head[CheckAt..HeadLength], generation);
        return KeyFileFault.None;
    }

    /// <summary>Replaces the file; when it returns, the new one is durable.</summary>
    /// <exception cref="IOException">The disk refused; the process should stop, because what is on it is not known.</exception>
    public void Replace(KeyFileContent content)
    {
        if (_lock is null)
        {
            throw new InvalidOperationException("This key file was opened to be read.");
        }

        using var inside = KeyFileText.Write(content);
        var bytes = new byte[HeadLength + inside.Length + 16];
        var head = bytes.AsSpan(0, HeadLength);
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64BigEndian(head[5..], _generation + 1);
        _salt.CopyTo(head[SaltAt..]);
        _random(head[NonceAt..CheckAt]);
        _check.CopyTo(head[CheckAt..]);
        using (var gcm = new AesGcm(_key.Span, 16))
        {
            gcm.Encrypt(
                head[NonceAt..CheckAt],
                inside.Span,
                bytes.AsSpan(HeadLength, inside.Length),
                bytes.AsSpan(HeadLength + inside.Length),
                head
            );
        }

        DurableFile.Replace(_path, bytes);
        _generation++;
    }

    public void Dispose()
    {
        _key.Dispose();
        _lock?.Dispose();
    }

    private static KeyFileFault Read(
        string path,
        CustodianComponent first,
        CustodianComponent second,
        out SecretBytes? key,
        out byte[] head,
        out KeyFileContent content
    )
    {
        var bytes = File.ReadAllBytes(path);
        key = null;
        content = KeyFileContent.Empty;
        head = bytes.Length < HeadLength + 16 ? [] : bytes[..HeadLength];
        if (head.Length == 0 || !head.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            return KeyFileFault.Corrupt;
        }

        var derived = Derive(first, second, head[SaltAt..NonceAt], out var check);
        using var inside = new SecretBytes(bytes.Length - HeadLength - 16);
        try
        {
            using var gcm = new AesGcm(derived.Span, 16);
            gcm.Decrypt(
                head.AsSpan(NonceAt, 12),
                bytes.AsSpan(HeadLength, inside.Length),
                bytes.AsSpan(HeadLength + inside.Length),
                inside.Span,
                head
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            derived.Dispose();
            return check.AsSpan().SequenceEqual(head.AsSpan(CheckAt)) ? KeyFileFault.Corrupt : KeyFileFault.WrongComponents;
        }

        key = derived;
        content = KeyFileText.Read(inside.Span);
        return KeyFileFault.None;
    }

    private static KeyFileFault Check(CustodianComponent first, CustodianComponent second)
    {
        if (string.Equals(first.Custodian, second.Custodian, StringComparison.OrdinalIgnoreCase))
        {
            return KeyFileFault.SamePerson;
        }

        return
            first.Component.Length != 32
            || second.Component.Length != 32
            || !first.Component.Span.ContainsAnyExcept((byte)0)
            || !second.Component.Span.ContainsAnyExcept((byte)0)
            || CryptographicOperations.FixedTimeEquals(first.Component.Span, second.Component.Span)
            ? KeyFileFault.Malformed
            : KeyFileFault.None;
    }

    /// <summary>The components XORed, so that their order does not matter and one of them alone says nothing.</summary>
    private static SecretBytes Derive(CustodianComponent first, CustodianComponent second, byte[] salt, out byte[] check)
    {
        using var joined = new SecretBytes(first.Component.Span);
        Bytes.Xor(joined.Span, second.Component.Span);
        var key = new SecretBytes(32);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, joined.Span, key.Span, salt, "guitai key file"u8);
        check = new byte[3];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, joined.Span, check, salt, "guitai key file check"u8);
        return key;
    }

    private static FileStream? Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
