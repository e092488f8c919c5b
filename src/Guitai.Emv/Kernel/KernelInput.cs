namespace Guitai.Emv.Kernel;

/// <summary>What the kernel is told.</summary>
public abstract record KernelInput
{
    private protected KernelInput() { }
}

/// <summary>The card answered: data and the two bytes of status.</summary>
/// <param name="Bytes">All of it.</param>
public sealed record CardAnswered(ReadOnlyMemory<byte> Bytes) : KernelInput
{
    /// <summary>Nothing of the content.</summary>
    public override string ToString() => $"The card answered {Bytes.Length} bytes";
}

/// <summary>The card left, or does not answer: at any time.</summary>
public sealed record CardGone : KernelInput;

/// <summary>The cashier or the cardholder gave up: at any time.</summary>
public sealed record Cancelled : KernelInput;

/// <summary>An application was chosen.</summary>
/// <param name="Index">Its place in <see cref="ChooseApplication.Applications"/>; null when the only one was not confirmed.</param>
public sealed record ApplicationChosen(int? Index) : KernelInput;

/// <summary>A PIN for the card. The kernel wipes the digits once they are sent.</summary>
/// <param name="Digits">4 to 12 digits, each a byte of 0 to 9.</param>
/// <param name="Random">As many unpredictable bytes as <see cref="EnterPin.RandomBytes"/> says.</param>
public sealed record PinEntered(Memory<byte> Digits, ReadOnlyMemory<byte> Random) : KernelInput
{
    /// <summary>Nothing of the content.</summary>
    public override string ToString() => "A PIN was entered";
}

/// <summary>The PIN for the issuer is in a PIN block already.</summary>
public sealed record OnlinePinTaken : KernelInput;

/// <summary>No PIN was entered.</summary>
public sealed record PinBypassed : KernelInput;

/// <summary>The PIN pad does not work.</summary>
public sealed record PinPadBroken : KernelInput;

/// <summary>The host answered.</summary>
/// <param name="Approved">True when the response code is one of approval.</param>
/// <param name="ResponseCode">8A: the response code, two characters (field 39).</param>
/// <param name="IssuerData">Field 55 of the answer: 91, 71, 72; empty when there is none.</param>
public sealed record HostAnswered(bool Approved, string ResponseCode, ReadOnlyMemory<byte> IssuerData) : KernelInput;

/// <summary>No answer came.</summary>
/// <param name="WasAsked">False when the question never left: then there is nothing to turn round.</param>
public sealed record HostSilent(bool WasAsked) : KernelInput;
