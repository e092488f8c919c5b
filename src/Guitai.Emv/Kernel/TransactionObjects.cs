using System.Globalization;
using System.Text;
using Guitai.Emv.Dol;
using Guitai.Emv.Parameters;
using Guitai.Emv.Tlv;

namespace Guitai.Emv.Kernel;

/// <summary>
/// All data elements of a transaction. What the card says of elements that are the terminal's or the issuer's is not taken (EMV Book 3, annex A1): a card
/// that brings its own amount or TVR must not be believed.
/// </summary>
public sealed class TransactionObjects : IDataObjects
{
    /// <summary>What a sale's field 55 holds, in the order of the message.</summary>
    public static readonly IReadOnlyList<int> SaleTags =
    [
        0x9F26,
        0x9F27,
        0x9F10,
        0x9F37,
        0x9F36,
        0x95,
        0x9A,
        0x9C,
        0x9F02,
        0x5F2A,
        0x82,
        0x9F1A,
        0x9F03,
        0x9F33,
        0x9F34,
        0x9F35,
        0x9F1E,
        0x84,
        0x9F09,
        0x9F41,
        0x9F63,
    ];

    private static readonly HashSet<int> s_notTheCards =
    [
        0x71,
        0x72,
        0x81,
        0x83,
        0x86,
        0x89,
        0x8A,
        0x91,
        0x95,
        0x98,
        0x99,
        0x9A,
        0x9B,
        0x9C,
        0x5F2A,
        0x5F36,
        0x9F01,
        0x9F02,
        0x9F03,
        0x9F04,
        0x9F06,
        0x9F09,
        0x9F15,
        0x9F16,
        0x9F18,
        0x9F1A,
        0x9F1B,
        0x9F1C,
        0x9F1D,
        0x9F1E,
        0x9F21,
        0x9F22,
        0x9F33,
        0x9F34,
        0x9F35,
        0x9F37,
        0x9F39,
        0x9F3A,
        0x9F3C,
        0x9F3D,
        0x9F40,
        0x9F41,
        0x9F45,
        0x9F4C,
        0x9F4E,
        0x9F5B,
        0x9F66,
        0x9F7A,
        0x9F7B,
        0xDF31,
    ];

    private readonly Dictionary<int, byte[]> _values = [];

    /// <inheritdoc/>
    public bool TryGet(Tag tag, out ReadOnlySpan<byte> value)
    {
        var found = _values.TryGetValue(tag.Value, out var bytes);
        value = bytes;
        return found;
    }

    /// <summary>The value of a tag; null when there is none.</summary>
    public ReadOnlyMemory<byte>? this[int tag] => _values.TryGetValue(tag, out var value) ? value : (ReadOnlyMemory<byte>?)null;

    /// <summary>The card number's digits; empty when it is not known yet.</summary>
    public string Pan => Get(0x5A) is { } pan ? Convert.ToHexString(pan).TrimEnd('F') : FromTrack2(0);

    /// <summary>The card's sequence number; null when it has none.</summary>
    public int? SequenceNumber =>
        Get(0x5F34) is { Length: 1 } value
        && int.TryParse(Convert.ToHexString(value), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;

    /// <summary>Year and month of expiry, <c>YYMM</c>; empty when not known.</summary>
    public string Expiry => Get(0x5F24) is { Length: 3 } date ? Convert.ToHexString(date)[..4] : Cut(FromTrack2(1), 0, 4);

    /// <summary>Track 2 as field 35 has it: the digits, <c>D</c> for the separator, without the padding; empty when the chip does not tell it.</summary>
    public string Track2 => Get(0x57) is { } track ? Convert.ToHexString(track).TrimEnd('F') : "";

    /// <summary>The elements as field 55 holds them; what is not there is left out.</summary>
    /// <param name="tags">The tags wanted, in order: <see cref="SaleTags"/> for a sale.</param>
    public byte[] Field55(IEnumerable<int> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var buffer = new byte[4096];
        var writer = new TlvWriter(buffer);
        foreach (var tag in tags)
        {
            if (Get(tag) is { } value)
            {
                writer.Write(new Tag(tag), value);
            }
        }

        writer.Finish(out var written);
        return buffer[..written];
    }

    /// <summary>The card masked: never a number in a log.</summary>
    public override string ToString() => $"{_values.Count} data elements";

    internal byte[]? Get(int tag) => _values.GetValueOrDefault(tag);

    internal bool Has(int tag) => _values.ContainsKey(tag);

    internal byte GetByte(int tag) => Get(tag) is { Length: 1 } value ? value[0] : (byte)0;

    internal void Remove(int tag) => _values.Remove(tag);

    internal void Put(int tag, byte[] value) => _values[tag] = value;

    internal void PutText(int tag, string text, int length) =>
        _values[tag] = Encoding.ASCII.GetBytes(text.Length > length ? text[..length] : text.PadRight(length));

    internal void PutDigits(int tag, long number, int bytes) =>
        _values[tag] = Convert.FromHexString(number.ToString($"D{2 * bytes}", CultureInfo.InvariantCulture));

    /// <summary>Takes an element from the card; one that is not the card's to tell is passed over.</summary>
    internal void Take(CardObject found)
    {
        if (!s_notTheCards.Contains(found.Tag))
        {
            _values[found.Tag] = found.Value;
        }
    }

    /// <summary>What an application told is forgotten when another is tried.</summary>
    internal void Clear() => _values.Clear();

    /// <summary>Wipes every value, the card's number and track among them.</summary>
    internal void Wipe()
    {
        foreach (var value in _values.Values)
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(value);
        }

        _values.Clear();
    }

    internal static bool IsTheCards(int tag) => !s_notTheCards.Contains(tag);

    private string FromTrack2(int part) => Track2.Split('D') is { Length: 2 } parts ? parts[part] : "";

    private static string Cut(string text, int from, int length) => text.Length >= from + length ? text.Substring(from, length) : "";
}

internal readonly record struct CardObject(int Tag, byte[] Value);

internal static class CardObjects
{
    /// <summary>The objects of one level; null when the bytes are not BER-TLV.</summary>
    public static List<CardObject>? Read(ReadOnlySpan<byte> bytes)
    {
        var objects = new List<CardObject>();
        var reader = new TlvReader(bytes);
        while (reader.TryRead(out var found))
        {
            objects.Add(new CardObject(found.Tag.Value, found.Value.ToArray()));
        }

        return reader.Error.IsNone ? objects : null;
    }

    /// <summary>The objects of a template that makes all of the bytes; null when it does not.</summary>
    public static List<CardObject>? ReadTemplate(ReadOnlySpan<byte> bytes, int template) =>
        Read(bytes) is [var only] && only.Tag == template ? Read(only.Value) : null;

    /// <summary>The objects inside and below: templates and what they hold; null when anything is not BER-TLV, or nested too deep.</summary>
    public static List<CardObject>? Flatten(ReadOnlyMemory<byte> bytes)
    {
        if (!TlvNode.Parse(bytes, out var nodes).IsNone)
        {
            return null;
        }

        var flat = new List<CardObject>();
        void Add(IEnumerable<TlvNode> level)
        {
            foreach (var node in level)
            {
                flat.Add(new CardObject(node.Tag.Value, node.Value.ToArray()));
                Add(node.Children);
            }
        }

        Add(nodes);
        return flat;
    }

    public static byte[]? Find(this List<CardObject> objects, int tag)
    {
        foreach (var found in objects)
        {
            if (found.Tag == tag)
            {
                return found.Value;
            }
        }

        return null;
    }
}
