using System.Collections.ObjectModel;

namespace Guitai.Iso8583;

/// <summary>How a dialect writes the message type and the bitmaps, and which version its types name.</summary>
/// <param name="Version">The first digit of every message type: 0 for 1987, 1 for 1993, 2 for 2003.</param>
/// <param name="TypeEncoding">Packed digits (two bytes) or text (four).</param>
/// <param name="BitmapEncoding">Raw (eight bytes each) or hexadecimal text (sixteen).</param>
public sealed record MessageFormat(int Version, FieldEncoding TypeEncoding, FieldEncoding BitmapEncoding);

/// <summary>
/// A dialect of ISO 8583, as data: the message's own format and the format of each field. <see cref="Dialects"/> holds those that are known by name;
/// <see cref="With"/> changes a field of one. Immutable and safe for use from many threads.
/// </summary>
public sealed class Dialect
{
    internal const int LastField = 128;

    private readonly FieldPlan[] _plans = new FieldPlan[LastField + 1];

    /// <summary>Composes a dialect.</summary>
    /// <param name="name">Its name, as on the command line.</param>
    /// <param name="format">How type and bitmaps are written.</param>
    /// <param name="fields">The fields by number, 2 to 128 without 65, which would announce a third bitmap.</param>
    /// <exception cref="ArgumentException">A number is out of range, or a format's parts do not go together.</exception>
    public Dialect(string name, MessageFormat format, IReadOnlyDictionary<int, FieldFormat> fields)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(fields);
        if (
            format
            is { Version: < 0 or > 9 }
                or { TypeEncoding: not (FieldEncoding.PackedDigits or FieldEncoding.Text) }
                or { BitmapEncoding: not (FieldEncoding.Raw or FieldEncoding.HexText) }
        )
        {
            throw new ArgumentException(
                "The type is a version's digit in packed digits or text, the bitmaps are raw or hex text.",
                nameof(format)
            );
        }

        foreach (var (number, field) in fields)
        {
            if (number is < 2 or > LastField or 65)
            {
                throw new ArgumentException($"Field {number} cannot be in a dialect.", nameof(fields));
            }

            if (field.Flaw is { } flaw)
            {
                throw new ArgumentException($"Field {number}: {flaw}.", nameof(fields));
            }

            _plans[number] = new FieldPlan(field);
        }

        Name = name;
        Format = format;
        Fields = new ReadOnlyDictionary<int, FieldFormat>(new SortedDictionary<int, FieldFormat>(fields.ToDictionary()));
    }

    /// <summary>Its name, for example <c>unionpay</c>.</summary>
    public string Name { get; }

    /// <summary>How type and bitmaps are written.</summary>
    public MessageFormat Format { get; }

    /// <summary>The fields by number, in rising order.</summary>
    public IReadOnlyDictionary<int, FieldFormat> Fields { get; }

    internal ReadOnlySpan<FieldPlan> Plans => _plans;

    /// <summary>The same dialect under another name with one field's format added or exchanged.</summary>
    /// <exception cref="ArgumentException">The number or the format cannot be.</exception>
    public Dialect With(string name, int number, FieldFormat format) =>
        new(name, Format, new Dictionary<int, FieldFormat>(Fields) { [number] = format });

    /// <summary>
    /// Reads a message: every field that the bitmaps name is found, its length and its characters are checked. Nothing is copied and nothing allocated; the
    /// view is valid as long as the bytes are.
    /// </summary>
    /// <param name="message">The whole message, from the type to the last field, without frame or header.</param>
    /// <param name="view">The fields found; of no use when there is an error.</param>
    /// <returns>What is wrong; <see cref="MessageError.IsNone"/> when nothing is.</returns>
    public MessageError Read(ReadOnlySpan<byte> message, out MessageView view) => MessageScan.Read(this, message, out view);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
