namespace Guitai.Iso8583;

/// <summary>What is wrong with a message or a value.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bytes end before the part does.</summary>
    EndsEarly,

    /// <summary>Bytes are left after the last field.</summary>
    BytesLeft,

    /// <summary>The message type is not four digits.</summary>
    TypeNotDigits,

    /// <summary>The message type is of another version of ISO 8583 than the dialect.</summary>
    OtherVersion,

    /// <summary>The bitmap is not hexadecimal.</summary>
    BitmapNotHex,

    /// <summary>The dialect does not have this field.</summary>
    UnknownField,

    /// <summary>The length is not written in the digits that the format says.</summary>
    LengthNotDigits,

    /// <summary>Longer than the format allows.</summary>
    TooLong,

    /// <summary>Shorter than the fixed length, where nothing may fill it up.</summary>
    TooShort,

    /// <summary>A character that this kind of field may not hold.</summary>
    Characters,

    /// <summary>The padding is not what the format says.</summary>
    Padding,

    /// <summary>The value does not fit this kind of field: a number for text, or text for bytes.</summary>
    OtherKind,

    /// <summary>Fields must be written in rising order, each once.</summary>
    Order,

    /// <summary>The destination is too small.</summary>
    NoRoom,
}

/// <summary>Why a message was not read or written: the field, the place and the fault, never the content.</summary>
/// <param name="Fault">What is wrong; <see cref="Fault.None"/> when nothing is.</param>
/// <param name="Field">The field, 1 (the second bitmap) to 128; 0 for the message type or the bitmap.</param>
/// <param name="Offset">The byte in the message at which the part begins.</param>
public readonly record struct MessageError(Fault Fault, int Field, int Offset)
{
    /// <summary>True when there is no error.</summary>
    public bool IsNone => Fault == Fault.None;

    /// <summary>One sentence without any content of the message, fit for a log.</summary>
    public override string ToString() => IsNone ? "No error." : $"{Place} (byte {Offset}): {Reason(Fault)}.";

    private string Place =>
        Fault switch
        {
            Fault.TypeNotDigits or Fault.OtherVersion => "Message type",
            Fault.BitmapNotHex => "Bitmap",
            _ when Field == 0 => "Message",
            _ => $"Field {Field}",
        };

    private static string Reason(Fault fault) =>
        fault switch
        {
            Fault.EndsEarly => "the message ends too early",
            Fault.BytesLeft => "bytes are left after the last field",
            Fault.TypeNotDigits => "not four digits",
            Fault.OtherVersion => "of another version of ISO 8583 than the dialect",
            Fault.BitmapNotHex => "not hexadecimal",
            Fault.UnknownField => "the dialect does not have it",
            Fault.LengthNotDigits => "its length is not written in digits",
            Fault.TooLong => "longer than its format allows",
            Fault.TooShort => "shorter than its format says",
            Fault.Characters => "a character that it may not hold",
            Fault.Padding => "not padded as its format says",
            Fault.OtherKind => "the value is of another kind than the field",
            Fault.Order => "fields must be written in rising order, each once",
            Fault.NoRoom => "the destination is too small",
            _ => fault.ToString(),
        };
}
