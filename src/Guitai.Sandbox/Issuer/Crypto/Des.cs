using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Guitai.Sandbox.Issuer.Crypto;

/// <summary>
/// DES and triple-DES with two keys (FIPS 46-3) on whole blocks as numbers, first byte highest. A key is a value that any thread may use, costs no native
/// object to make, and may be weak or have equal halves, as keys of payment networks may.
/// </summary>
internal sealed class Des
{
    private readonly uint[] _left = new uint[32];
    private readonly uint[] _leftBack = new uint[32];
    private readonly uint[] _right = new uint[32];
    private readonly uint[] _rightBack = new uint[32];

    /// <summary>Makes the key.</summary>
    /// <param name="key">16 bytes; parity does not count.</param>
    public Des(ReadOnlySpan<byte> key)
    {
        Schedule(BinaryPrimitives.ReadUInt64BigEndian(key), _left, _leftBack);
        Schedule(BinaryPrimitives.ReadUInt64BigEndian(key[8..]), _right, _rightBack);
    }

    /// <summary>Encrypts under both halves: E(left) D(right) E(left).</summary>
    public ulong Encrypt(ulong block) => Triple(block, _left, _rightBack, _left);

    /// <summary>Decrypts under both halves.</summary>
    public ulong Decrypt(ulong block) => Triple(block, _leftBack, _right, _leftBack);

    /// <summary>Single DES under the left half.</summary>
    public ulong EncryptLeft(ulong block)
    {
        var (left, right) = Enter(block);
        Run(ref left, ref right, _left);
        return Leave(right, left);
    }

    /// <summary>Encrypts bytes block by block.</summary>
    /// <param name="input">Whole blocks.</param>
    /// <param name="output">As many.</param>
    public void Encrypt(ReadOnlySpan<byte> input, Span<byte> output)
    {
        for (var at = 0; at < input.Length; at += 8)
        {
            BinaryPrimitives.WriteUInt64BigEndian(output[at..], Encrypt(BinaryPrimitives.ReadUInt64BigEndian(input[at..])));
        }
    }

    /// <summary>Sets each byte's last bit so that it has an odd number of ones.</summary>
    public static void MakeOdd(Span<byte> key)
    {
        foreach (ref var value in key)
        {
            value = (byte)((value & 0xFE) | (~BitOperations.PopCount((uint)value >> 1) & 1));
        }
    }

    /// <summary>The first three bytes of eight zero bytes encrypted, by which people and messages compare keys.</summary>
    public static uint CheckValue(ReadOnlySpan<byte> key) => (uint)(new Des(key).Encrypt(0) >> 40);

    private static ulong Triple(ulong block, uint[] first, uint[] second, uint[] third)
    {
        // Between the three the final permutation of one and the initial one of the next cancel out.
        var (left, right) = Enter(block);
        Run(ref left, ref right, first);
        Run(ref right, ref left, second);
        Run(ref left, ref right, third);
        return Leave(right, left);
    }

    // Sixteen rounds in pairs. Halves stand turned left by one bit: then a round's eight groups of six bits lie in even places of it and of its turn by four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run(ref uint left, ref uint right, uint[] keys)
    {
        unchecked
        {
            ref var key = ref keys[0];
            ref var table = ref DesTables.Rounds[0];
            var l = left;
            var r = right;
            for (var round = 0; round < 32; round += 4)
            {
                l ^= Mix(r, Unsafe.Add(ref key, round), Unsafe.Add(ref key, round + 1), ref table);
                r ^= Mix(l, Unsafe.Add(ref key, round + 2), Unsafe.Add(ref key, round + 3), ref table);
            }

            left = l;
            right = r;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint half, uint odd, uint even, ref uint table)
    {
        unchecked
        {
            odd ^= BitOperations.RotateRight(half, 4);
            even ^= half;
            return Unsafe.Add(ref table, (nint)((odd >> 24) & 63))
                ^ Unsafe.Add(ref table, (nint)(64 + ((even >> 24) & 63)))
                ^ Unsafe.Add(ref table, (nint)(128 + ((odd >> 16) & 63)))
                ^ Unsafe.Add(ref table, (nint)(192 + ((even >> 16) & 63)))
                ^ Unsafe.Add(ref table, (nint)(256 + ((odd >> 8) & 63)))
                ^ Unsafe.Add(ref table, (nint)(320 + ((even >> 8) & 63)))
                ^ Unsafe.Add(ref table, (nint)(384 + (odd & 63)))
                ^ Unsafe.Add(ref table, (nint)(448 + (even & 63)));
        }
    }

    // The initial permutation is a transposition of an 8 by 8 matrix of bits with its halves sorted: five exchanges do it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Left, uint Right) Enter(ulong block)
    {
        unchecked
        {
            var left = (uint)(block >> 32);
            var right = (uint)block;
            Exchange(ref left, ref right, 4, 0x0F0F0F0F);
            Exchange(ref left, ref right, 16, 0x0000FFFF);
            Exchange(ref right, ref left, 2, 0x33333333);
            Exchange(ref right, ref left, 8, 0x00FF00FF);
            Exchange(ref left, ref right, 1, 0x55555555);
            return (BitOperations.RotateLeft(left, 1), BitOperations.RotateLeft(right, 1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Leave(uint left, uint right)
    {
        unchecked
        {
            left = BitOperations.RotateRight(left, 1);
            right = BitOperations.RotateRight(right, 1);
            Exchange(ref left, ref right, 1, 0x55555555);
            Exchange(ref right, ref left, 8, 0x00FF00FF);
            Exchange(ref right, ref left, 2, 0x33333333);
            Exchange(ref left, ref right, 16, 0x0000FFFF);
            Exchange(ref left, ref right, 4, 0x0F0F0F0F);
            return ((ulong)left << 32) | right;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref uint high, ref uint low, int distance, uint mask)
    {
        unchecked
        {
            var moved = ((high >> distance) ^ low) & mask;
            low ^= moved;
            high ^= moved << distance;
        }
    }

    private static void Schedule(ulong key, uint[] keys, uint[] back)
    {
        unchecked
        {
            var chosen = 0UL;
            foreach (var bit in DesTables.KeyChoice1)
            {
                chosen = (chosen << 1) | ((key >> (64 - bit)) & 1);
            }

            var c = (uint)(chosen >> 28);
            var d = (uint)chosen & 0xFFFFFFF;
            for (var round = 0; round < 16; round++)
            {
                var turn = round is 0 or 1 or 8 or 15 ? 1 : 2;
                c = ((c << turn) | (c >> (28 - turn))) & 0xFFFFFFF;
                d = ((d << turn) | (d >> (28 - turn))) & 0xFFFFFFF;
                var both = ((ulong)c << 28) | d;
                var roundKey = 0UL;
                foreach (var bit in DesTables.KeyChoice2)
                {
                    roundKey = (roundKey << 1) | ((both >> (56 - bit)) & 1);
                }

                keys[2 * round] = Groups(roundKey, 42);
                keys[(2 * round) + 1] = Groups(roundKey, 36);
                back[30 - (2 * round)] = keys[2 * round];
                back[31 - (2 * round)] = keys[(2 * round) + 1];
            }
        }
    }

    // Every other group of six bits, a byte each.
    private static uint Groups(ulong roundKey, int first) =>
        unchecked(
            ((uint)(roundKey >> first) & 63) << 24
            | ((uint)(roundKey >> (first - 12)) & 63) << 16
            | ((uint)(roundKey >> (first - 24)) & 63) << 8
            | ((uint)(roundKey >> (first - 36)) & 63)
        );
}
