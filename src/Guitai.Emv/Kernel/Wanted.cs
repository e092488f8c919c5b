using Guitai.Emv.Parameters;

namespace Guitai.Emv.Kernel;

/// <summary>What the kernel wants next.</summary>
public abstract record Wanted
{
    private protected Wanted() { }
}

/// <summary>Send these bytes to the card and answer with <see cref="CardAnswered"/>, or <see cref="CardGone"/>.</summary>
/// <param name="Bytes">A whole command in the form of the card's protocol.</param>
/// <param name="HoldsPin">True when a PIN is in it: no trace may show it.</param>
public sealed record SendCommand(ReadOnlyMemory<byte> Bytes, bool HoldsPin) : Wanted
{
    /// <summary>The head of the command.</summary>
    public override string ToString() => $"Send {Convert.ToHexString(Bytes.Span[..Math.Min(4, Bytes.Length)])}";
}

/// <summary>Let the cardholder choose, or confirm the only one; answer with <see cref="ApplicationChosen"/>.</summary>
/// <param name="Applications">In the order of their priority.</param>
/// <param name="Again">True when an earlier choice could not be used (EMV Book 4, 11.3: <em>try again</em>).</param>
public sealed record ChooseApplication(IReadOnlyList<ApplicationChoice> Applications, bool Again) : Wanted;

/// <summary>One application as people see it.</summary>
/// <param name="Aid">Its identifier.</param>
/// <param name="Label">9F12 when its characters are plain Latin, else 50, else the identifier.</param>
public sealed record ApplicationChoice(Aid Aid, string Label);

/// <summary>How a PIN is verified.</summary>
public enum PinUse
{
    /// <summary>By the card, sent to it in clear: the card's reader and the PIN pad are one device.</summary>
    OfflinePlain,

    /// <summary>By the card, sent to it under its key.</summary>
    OfflineEnciphered,

    /// <summary>By the issuer: the kernel never sees it.</summary>
    Online,
}

/// <summary>Ask for the PIN; answer with <see cref="PinEntered"/>, <see cref="OnlinePinTaken"/>, <see cref="PinBypassed"/> or <see cref="PinPadBroken"/>.</summary>
/// <param name="Use">How it is verified.</param>
/// <param name="TriesLeft">How many tries the card still allows; null when not known.</param>
/// <param name="Again">True when the one before was wrong.</param>
/// <param name="RandomBytes">How many unpredictable bytes must come with the PIN.</param>
/// <param name="CardMayLeave">True when the card is no longer needed.</param>
public sealed record EnterPin(PinUse Use, int? TriesLeft, bool Again, int RandomBytes, bool CardMayLeave) : Wanted;

/// <summary>Ask the host, with the data of <see cref="EmvKernel.Data"/>; answer with <see cref="HostAnswered"/> or <see cref="HostSilent"/>.</summary>
/// <param name="CardMayLeave">True when the card is no longer needed.</param>
public sealed record GoOnline(bool CardMayLeave) : Wanted;

/// <summary>The end. Whatever is told afterwards, this stays.</summary>
/// <param name="Result">What came out.</param>
public sealed record Finished(TransactionResult Result) : Wanted;
