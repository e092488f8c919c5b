using System.Buffers.Binary;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>A pair of working keys: PINs (ZPK) and MACs (ZAK).</summary>
internal sealed class WorkingKeys(Des pin, Des mac)
{
    public Des Pin { get; } = pin;
    public Des Mac { get; } = mac;

    /// <summary>The PIN key as a list of one.</summary>
    public Des[] PinAlone { get; } = [pin];

    /// <summary>When they end, milliseconds of the issuer's clock; 0 while they do not.</summary>
    public long EndsAtMs { get; set; }
}

/// <summary>The link's working keys. New ones are valid as soon as they were handed out; those before end half a minute after the first message under the new ones.</summary>
internal sealed class LinkKeys(Des zoneMaster, RandomFill random)
{
    /// <summary>Characters of field 48 in the answer to a key exchange.</summary>
    public const int FieldLength = 76;

    private const long OverlapMs = 30_000;
    private const int MostPairs = 8;

    private readonly Lock _lock = new();

    // Newest first; replaced, never changed.
    private WorkingKeys[] _pairs = [];

    /// <summary>Check value of the zone master key.</summary>
    public string ZoneMasterCheckValue { get; } = $"{zoneMaster.Encrypt(0) >> 40:X6}";

    /// <summary>The pairs that may be in use, newest first.</summary>
    public ReadOnlySpan<WorkingKeys> Pairs => Volatile.Read(ref _pairs);

    /// <summary>Makes a new pair.</summary>
    /// <param name="field">Room for <see cref="FieldLength"/>: both keys under the zone master key with their check values.</param>
    public void Exchange(Span<byte> field)
    {
        var pin = Make(field[..38]);
        var mac = Make(field[38..]);
        lock (_lock)
        {
            _pairs = [new WorkingKeys(pin, mac), .. _pairs.Take(MostPairs - 1)];
        }
    }

    /// <summary>Finds the pair under whose MAC key a message is right; null for none.</summary>
    /// <param name="input">What the MAC covers.</param>
    /// <param name="mac">The MAC that came.</param>
    public WorkingKeys? Verify(ReadOnlySpan<byte> input, ulong mac, long nowMs)
    {
        var pairs = Volatile.Read(ref _pairs);
        for (var place = 0; place < pairs.Length; place++)
        {
            var pair = pairs[place];
            if (pair.EndsAtMs != 0 && pair.EndsAtMs <= nowMs)
            {
                Drop(nowMs);
                return null;
            }

            if (RetailMac.Compute(pair.Mac, input) == mac)
            {
                if (place + 1 < pairs.Length && pairs[place + 1].EndsAtMs == 0)
                {
                    EndAfter(pair, nowMs + OverlapMs);
                }

                return pair;
            }
        }

        return null;
    }

    private Des Make(Span<byte> text)
    {
        Span<byte> key = stackalloc byte[16];
        random(key);
        Des.MakeOdd(key);
        var made = new Des(key);
        zoneMaster.Encrypt(key, key);
        Convert.TryToHexString(key, text, out _);
        Span<byte> check = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(check, made.Encrypt(0));
        Convert.TryToHexString(check[..3], text[32..], out _);
        key.Clear();
        return made;
    }

    private void EndAfter(WorkingKeys used, long endsAtMs)
    {
        lock (_lock)
        {
            foreach (var older in _pairs.SkipWhile(p => p != used).Skip(1).Where(p => p.EndsAtMs == 0))
            {
                older.EndsAtMs = endsAtMs;
            }
        }
    }

    private void Drop(long nowMs)
    {
        lock (_lock)
        {
            _pairs = [.. _pairs.Where(p => p.EndsAtMs == 0 || p.EndsAtMs > nowMs)];
        }
    }
}
