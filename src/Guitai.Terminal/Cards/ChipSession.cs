using System.Security.Cryptography;
using Guitai.Emv.Kernel;

namespace Guitai.Terminal.Cards;

/// <summary>One card in a reader for one payment: what the kernel waits for, and what people and host have said so far. In memory only; a PIN in it is wiped once the kernel has it.</summary>
internal sealed class ChipSession(Guid payment, CancellationToken stop) : IDisposable
{
    private readonly byte[] _digits = GC.AllocateArray<byte>(12, pinned: true);
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private Func<KernelInput?>? _look;
    private TaskCompletionSource<KernelInput>? _heard;

    /// <summary>Whose card it is.</summary>
    public Guid Payment { get; } = payment;

    /// <summary>Nobody waits for this card any more.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>The card as it was taken from this chip; null before.</summary>
    public CardHand? Hand { get; set; }

    /// <summary>What came of the question to the host; null while nothing has.</summary>
    public KernelInput? Word { get; set; }

    /// <summary>How many digits of a PIN for the chip are here.</summary>
    public int PinLength { get; private set; }

    /// <summary>Waits until there is an answer to what the kernel wants.</summary>
    /// <param name="look">Asked in the desk's turn, whenever something may have changed: the answer, or null.</param>
    public Task<KernelInput> HearAsync(Func<KernelInput?> look)
    {
        // What waits goes on in the desk's own course: nothing here leaves a simulation.
        var heard = new TaskCompletionSource<KernelInput>();
        (_look, _heard) = (look, heard);
        return heard.Task;
    }

    /// <summary>Looks, in the desk's turn, whether the kernel can go on.</summary>
    /// <param name="isWanted">False: the payment has no use for the card any more.</param>
    /// <returns>What tells the kernel, after the turn; null when there is nothing to tell.</returns>
    public Action? Look(bool isWanted)
    {
        if (_heard is not { } heard || (isWanted ? _look!() : new Cancelled()) is not { } input)
        {
            return null;
        }

        (_look, _heard) = (null, null);
        return () => heard.TrySetResult(input);
    }

    /// <summary>Keeps a PIN for the chip.</summary>
    public void Keep(ReadOnlySpan<char> digits)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            _digits[i] = (byte)(digits[i] - '0');
        }

        PinLength = digits.Length;
    }

    /// <summary>Hands the PIN over; the kernel wipes what it was given.</summary>
    public PinEntered TakePin(ReadOnlyMemory<byte> random)
    {
        var digits = _digits.AsMemory(0, PinLength);
        PinLength = 0;
        return new PinEntered(digits, random);
    }

    /// <summary>Nobody waits for this card any more.</summary>
    public void CallOff()
    {
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Told after the turn: by then what the kernel heard may have ended its card's part already.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_digits);
        _over.Dispose();
    }
}
