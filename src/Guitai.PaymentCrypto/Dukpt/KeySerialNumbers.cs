using System.Buffers.Binary;
using System.Numerics;

namespace Guitai.PaymentCrypto.Dukpt;

/// <summary>Key serial number of DUKPT under triple-DES, 10 bytes: 59 bits name the base key and the device, 21 count its transactions (X9.24-1:2009, A.1).</summary>
public readonly record struct TdesKsn
{
    private readonly ulong _identification;
    private readonly uint _counter;

    private TdesKsn(ulong identification, uint counter)
    {
        _identification = identification;
        _counter = counter;
    }

    /// <summary>Length in bytes.</summary>
    public const int Length = 10;

    /// <summary>The highest number of the counter's 21 bits.</summary>
    public const uint LastCounter = 0x1F_FFFF;

    /// <summary>The transaction counter; 0 only before the first transaction.</summary>
    public uint Counter => _counter;

    /// <summary>True when a device may have used the counter: it has 1 to 10 bits set (A.2).</summary>
    public bool IsValid => _counter != 0 && BitOperations.PopCount(_counter) <= 10;

    /// <summary>Reads a key serial number; false when there are not 10 bytes.</summary>
    /// <param name="bytes">As received; 8 bytes are not filled up, the sender leaves out leading F of its own accord.</param>
    /// <param name="ksn">The number.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TdesKsn ksn)
    {
        ksn = default;
        if (bytes.Length != Length)
        {
            return false;
        }

        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        var high = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        ksn = new TdesKsn(((ulong)high << 43) | (low >> 21), (uint)(low & LastCounter));
        return true;
    }

    /// <summary>Writes the ten bytes.</summary>
    /// <param name="bytes">At least 10 bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(_identification >> 43));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[2..], ((_identification & 0x7FF_FFFF_FFFF) << 21) | _counter);
    }

    /// <summary>The number of the device's next transaction; false when its counter is used up and it needs a new initial key.</summary>
    /// <param name="next">The next number whose counter has at most 10 bits set.</param>
    public bool TryAdvance(out TdesKsn next)
    {
        var counter = _counter + 1;
        while (counter <= LastCounter && BitOperations.PopCount(counter) > 10)
        {
            counter += counter & ~(counter - 1);
        }

        next = new TdesKsn(_identification, counter & LastCounter);
        return counter <= LastCounter;
    }

    /// <summary>Twenty upper-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return Convert.ToHexString(bytes);
    }
}

/// <summary>Key serial number of DUKPT under AES, 12 bytes: 4 name the base key, 4 the derivation (together the initial key), 4 count the transactions (X9.24-3:2017, 6.3).</summary>
/// <param name="InitialKeyId">The first eight bytes as a number.</param>
/// <param name="Counter">The transaction counter; 0 only before the first transaction.</param>
public readonly record struct AesKsn(ulong InitialKeyId, uint Counter)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 12;

    /// <summary>The highest number of a transaction.</summary>
    public const uint LastCounter = 0xFFFF_0000;

    /// <summary>True when a device may have used the counter: it has 1 to 16 bits set (6.1).</summary>
    public bool IsValid => Counter is > 0 and <= LastCounter && BitOperations.PopCount(Counter) <= 16;

    /// <summary>Reads a key serial number; false when there are not 12 bytes.</summary>
    /// <param name="bytes">As received.</param>
    /// <param name="ksn">The number.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out AesKsn ksn)
    {
        ksn =
            bytes.Length == Length
                ? new AesKsn(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]))
                : default;
        return bytes.Length == Length;
    }

    /// <summary>Writes the twelve bytes.</summary>
    /// <param name="bytes">At least 12 bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, InitialKeyId);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], Counter);
    }

    /// <summary>The number of the device's next transaction; false when its counter is used up and it needs a new initial key.</summary>
    /// <param name="next">The next number whose counter has at most 16 bits set.</param>
    public bool TryAdvance(out AesKsn next)
    {
        var counter = (ulong)Counter + 1;
        while (counter <= LastCounter && BitOperations.PopCount(counter) > 16)
        {
            counter += counter & ~(counter - 1);
        }

        next = this with { Counter = counter <= LastCounter ? (uint)counter : 0 };
        return counter <= LastCounter;
    }

    /// <summary>Twenty-four upper-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return Convert.ToHexString(bytes);
    }
}
