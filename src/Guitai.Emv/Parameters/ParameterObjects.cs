using System.Globalization;
using Guitai.Emv.Tlv;

namespace Guitai.Emv.Parameters;

// The objects of one downloaded parameter, taken one by one; the first thing that is wrong is kept.
internal sealed class ParameterObjects
{
    private readonly Dictionary<int, byte[]> _values = [];

    public ParameterObjects(ReadOnlySpan<byte> bytes)
    {
        var reader = new TlvReader(bytes);
        while (reader.TryRead(out var found))
        {
            if (!_values.TryAdd(found.Tag.Value, found.Value.ToArray()))
            {
                Refuse(ParameterFault.Twice, found.Tag.Value);
            }
        }

        if (!reader.Error.IsNone || bytes.IsEmpty)
        {
            Error = new ParameterError(ParameterFault.NotTlv, "");
        }
    }

    public ParameterError Error { get; private set; }

    public void Refuse(ParameterFault fault, int tag)
    {
        if (Error.IsNone)
        {
            Error = new ParameterError(fault, new Tag(tag).ToString());
        }
    }

    public bool Has(int tag) => _values.ContainsKey(tag);

    public byte[] Required(int tag, int least, int most)
    {
        if (_values.TryGetValue(tag, out var value))
        {
            return Checked(tag, value, least, most);
        }

        Refuse(ParameterFault.Missing, tag);
        return new byte[least];
    }

    public byte[]? Optional(int tag, int least, int most) =>
        _values.TryGetValue(tag, out var value) ? Checked(tag, value, least, most) : null;

    /// <summary>Digits of format n, at most 18.</summary>
    public long? Digits(int tag, int bytes)
    {
        if (Optional(tag, bytes, bytes) is not { } value)
        {
            return null;
        }

        if (long.TryParse(Convert.ToHexString(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Refuse(ParameterFault.Format, tag);
        return 0;
    }

    /// <summary>A binary number of four bytes.</summary>
    public long? Binary(int tag) =>
        Optional(tag, 4, 4) is { } value ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    private byte[] Checked(int tag, byte[] value, int least, int most)
    {
        if (value.Length >= least && value.Length <= most)
        {
            return value;
        }

        Refuse(ParameterFault.Format, tag);
        return new byte[least];
    }
}
