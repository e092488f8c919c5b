using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Guitai.Iso8583;

/// <summary>
/// A message as an object, for tools and tests: fields as text. Digits and characters stand as they are, bytes as upper-case hex, Chinese as characters;
/// a separator in a track of packed digits is D, a signed amount begins with C or D. Printing it shows no content; <see cref="Masked"/> shows what may be seen.
/// </summary>
/// <param name="type">The message type.</param>
public sealed class IsoMessage(Mti type)
{
    private static readonly Encoding s_chinese = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030",
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    )!;

    private readonly SortedDictionary<int, string> _fields = [];

    /// <summary>The message type.</summary>
    public Mti Type { get; } = type;

    /// <summary>True when there is a second bitmap though no field above 64 needs it.</summary>
    public bool EmptySecondBitmap { get; set; }

    /// <summary>The fields by number, in rising order.</summary>
    public IReadOnlyDictionary<int, string> Fields => _fields;

    /// <summary>A field's text; null when it is not there. Setting null takes it away.</summary>
    /// <param name="field">2 to 128.</param>
    public string? this[int field]
    {
        get => _fields.GetValueOrDefault(field);
        set
        {
            if (value is null)
            {
                _fields.Remove(field);
            }
            else
            {
                _fields[field] = value;
            }
        }
    }

    /// <summary>Reads a message.</summary>
    /// <param name="dialect">How it is written.</param>
    /// <param name="bytes">The whole message, without frame or header.</param>
    /// <param name="message">The message; null when there is an error.</param>
    /// <returns>What is wrong; <see cref="MessageError.IsNone"/> when nothing is.</returns>
    public static MessageError Read(Dialect dialect, ReadOnlySpan<byte> bytes, out IsoMessage? message)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        message = null;
        var error = dialect.Read(bytes, out var view);
        if (!error.IsNone)
        {
            return error;
        }

        var read = new IsoMessage(view.Type) { EmptySecondBitmap = view.HasSecondBitmap };
        for (var field = view.Next(1); field != 0; field = view.Next(field))
        {
            read.EmptySecondBitmap &= field <= 64;
            if (!TryText(view, field, out var text))
            {
                return new MessageError(Fault.Characters, field, 0);
            }

            read._fields[field] = text;
        }

        message = read;
        return default;
    }

    /// <summary>Writes the message.</summary>
    /// <param name="dialect">How it is written.</param>
    /// <param name="bytes">The message; empty when there is an error.</param>
    /// <returns>What is wrong; <see cref="MessageError.IsNone"/> when nothing is.</returns>
    public MessageError Write(Dialect dialect, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        // A value of text never needs more than two bytes a character on the wire (GB18030: four), a prefix three; values over their length are refused.
        var room =
            64
            + _fields.Sum(f => 8L + (4L * f.Value.Length) + (dialect.Fields.TryGetValue(f.Key, out var format) ? 2L * format.Length : 0));
        var buffer = new byte[Math.Min(room, 16 * 1024 * 1024)];
        var error = Write(dialect, buffer, out var written);
        bytes = error.IsNone ? buffer[..written] : [];
        return error;
    }

    /// <summary>Writes the message into a span.</summary>
    /// <param name="dialect">How it is written.</param>
    /// <param name="destination">Where it is written.</param>
    /// <param name="written">The message's length in bytes; 0 when there is an error.</param>
    /// <returns>What is wrong; <see cref="MessageError.IsNone"/> when nothing is.</returns>
    public MessageError Write(Dialect dialect, Span<byte> destination, out int written)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        written = 0;
        var writer = new MessageWriter(dialect, destination, Type, EmptySecondBitmap || (_fields.Count > 0 && _fields.Keys.Last() > 64));
        foreach (var (field, text) in _fields)
        {
            dialect.Fields.TryGetValue(field, out var format);
            if (format?.Kind == FieldKind.Bytes)
            {
                if (!TryBytes(text, out var bytes))
                {
                    return new MessageError(Fault.Characters, field, writer.Written);
                }

                writer.Binary(field, bytes);
            }
            else if (TryEncode(format?.Kind, text, out var bytes))
            {
                writer.Text(field, bytes);
            }
            else
            {
                return new MessageError(Fault.Characters, field, writer.Written);
            }
        }

        return writer.Finish(out written);
    }

    /// <summary>The fields as they may be shown to people, by the dialect's masks; a field that the dialect does not have is hidden.</summary>
    /// <param name="dialect">Whose masks.</param>
    /// <param name="special">Masks of its own for some fields: takes the text, answers what may be shown.</param>
    public IReadOnlyDictionary<int, string> Masked(Dialect dialect, IReadOnlyDictionary<int, Func<string, string>>? special = null)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var masked = new SortedDictionary<int, string>();
        foreach (var (field, text) in _fields)
        {
            masked[field] =
                special is not null && special.TryGetValue(field, out var mask) ? mask(text)
                : dialect.Fields.TryGetValue(field, out var format) ? format.Masked(text)
                : "***";
        }

        return masked;
    }

    /// <summary>The type and the numbers of the fields, without any content.</summary>
    public override string ToString() => $"{Type} with fields {string.Join(' ', _fields.Keys)}";

    private static bool TryText(in MessageView view, int field, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var bytes = new byte[view.TextLength(field)];
        view.CopyText(field, bytes);
        if (view.Dialect.Fields[field].Kind != FieldKind.PrintableOrChinese)
        {
            text = Encoding.ASCII.GetString(bytes).ToUpperIf(view.Dialect.Fields[field].Kind == FieldKind.Bytes);
            return true;
        }

        try
        {
            // A code that no character has, or that comes back as another, would not survive: it is refused.
            text = s_chinese.GetString(bytes);
            return s_chinese.GetBytes(text).AsSpan().SequenceEqual(bytes);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool TryEncode(FieldKind? kind, string text, out byte[] bytes)
    {
        bytes = [];
        try
        {
            bytes = kind == FieldKind.PrintableOrChinese ? s_chinese.GetBytes(text) : Encoding.Latin1.GetBytes(text);
            return kind == FieldKind.PrintableOrChinese || Ascii.IsValid(text);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}

file static class TextCase
{
    public static string ToUpperIf(this string text, bool condition) => condition ? text.ToUpperInvariant() : text;
}
