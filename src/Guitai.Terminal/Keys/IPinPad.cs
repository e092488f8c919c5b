using Guitai.Foundation;

namespace Guitai.Terminal.Keys;

/// <summary>
/// A PIN pad beside this device, with keys of its own: no clear PIN leaves it. A driver of a model implements this and is given to the desk; without one, the PIN is entered on the terminal's page.
/// </summary>
public interface IPinPad
{
    /// <summary>Takes the PIN key of a sign-in, as it came: encrypted under the master key that the pad holds.</summary>
    /// <param name="key">16 bytes, two-key triple DES.</param>
    /// <param name="checkValue">Four bytes.</param>
    /// <returns>False: it is not what its check value says; the terminal signs in again.</returns>
    Task<bool> TakeKeyAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> checkValue);

    /// <summary>Asks the customer, until there is an answer or the question is taken back.</summary>
    /// <param name="question">What is shown and what may be answered.</param>
    /// <param name="block">Room for eight bytes: the PIN block, ISO 9564 format 0, under the last key.</param>
    /// <param name="cancellation">The question is taken back: the pad clears its display.</param>
    /// <exception cref="IOException">The pad does not answer.</exception>
    Task<PinPadAnswer> AskAsync(PinPadQuestion question, Memory<byte> block, CancellationToken cancellation);
}

/// <summary>What a PIN pad asks for.</summary>
/// <param name="Number">The card's number, for the block. Valid while the question stands.</param>
/// <param name="AmountMinor">What is shown, minor units; null for nothing.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Least">Fewest digits.</param>
/// <param name="Most">Most digits.</param>
/// <param name="MayPass">The customer may go on without one, and signs.</param>
public sealed record PinPadQuestion(
    Secret<ReadOnlyMemory<char>> Number,
    long? AmountMinor,
    string Currency,
    int Least,
    int Most,
    bool MayPass
);

/// <summary>What the customer did on a PIN pad.</summary>
public enum PinPadAnswer
{
    /// <summary>The block is there.</summary>
    Entered = 1,

    /// <summary>Went on without one.</summary>
    Passed = 2,

    /// <summary>Pressed the red key, or took too long.</summary>
    Cancelled = 3,
}
