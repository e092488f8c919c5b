namespace Guitai.Emv.Qr;

/// <summary>What is wrong with a payment code.</summary>
public enum QrFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It does not end in a checksum object.</summary>
    ChecksumMissing,

    /// <summary>The checksum is not that of the text.</summary>
    ChecksumWrong,

    /// <summary>Not made of two digits of id, two digits of length and a value.</summary>
    Structure,

    /// <summary>The value ends before its length.</summary>
    EndsEarly,

    /// <summary>An object stands twice.</summary>
    Twice,

    /// <summary>An object that must be there is missing.</summary>
    Missing,

    /// <summary>An object is there that must not be, given the others.</summary>
    Unexpected,

    /// <summary>The value has no character.</summary>
    Empty,

    /// <summary>The value is longer than allowed.</summary>
    TooLong,

    /// <summary>The value is not of the form that the object has.</summary>
    Format,

    /// <summary>Not base64.</summary>
    NotBase64,

    /// <summary>Not BER-TLV.</summary>
    NotTlv,
}

/// <summary>Why a payment code is refused: the fault and the object, never its content.</summary>
/// <param name="Fault">What is wrong; <see cref="QrFault.None"/> when nothing is.</param>
/// <param name="Id">The object: <c>59</c>, or <c>62.05</c> within a template; a tag for a consumer's code; empty for the whole.</param>
public readonly record struct QrError(QrFault Fault, string Id)
{
    /// <summary>True when there is no error.</summary>
    public bool IsNone => Fault == QrFault.None;

    /// <summary>One sentence without any content.</summary>
    public override string ToString() => IsNone ? "No error." : $"{(string.IsNullOrEmpty(Id) ? "The code" : $"Object {Id}")}: {Reason}.";

    private string Reason =>
        Fault switch
        {
            QrFault.ChecksumMissing => "a checksum must end the code",
            QrFault.ChecksumWrong => "the checksum is wrong",
            QrFault.Structure => "not made of id, length and value",
            QrFault.EndsEarly => "the value ends before its length",
            QrFault.Twice => "stands twice",
            QrFault.Missing => "must be there",
            QrFault.Unexpected => "must not be there",
            QrFault.Empty => "has no value",
            QrFault.TooLong => "longer than allowed",
            QrFault.NotBase64 => "not base64",
            QrFault.NotTlv => "not BER-TLV",
            _ => "not of the form that it must have",
        };
}
