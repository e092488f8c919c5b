using System.Security.Cryptography;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Cards;
using Guitai.Terminal.Keys;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal;

/// <content>A PIN pad beside the device, where there is one.</content>
public sealed partial class TerminalDesk
{
    private readonly Dictionary<Guid, CancellationTokenSource> _onPad = [];

    // The keys first at the pad, then here: the PIN's key is of no use in only one place.
    private async Task<bool> TakeKeysAsync(ReadOnlyMemory<byte> field) =>
        (_settings.PinPad is not { } pad || (field.Length >= 20 && await pad.TakeKeyAsync(field[..16], field.Slice(16, 4))))
        && await _settings.Keys.TakeAsync(field);

    // In turn: asks for the payment that waits for a PIN, and takes questions back that nobody waits for any more.
    private void AskPinPad(IPinPad pad)
    {
        foreach (var (id, asking) in _onPad)
        {
            if (FindInBooks(id) is not { } asked || _machine.WaitOf(asked) != PaymentWait.Pin)
            {
                _onPad.Remove(id);
                CallOff(asking);
            }
        }

        foreach (var payment in _machine.Books.Payments.Values)
        {
            if (
                _machine.WaitOf(payment) == PaymentWait.Pin
                && !_onPad.ContainsKey(payment.Id)
                && _cards.TryGetValue(payment.Id, out var card)
            )
            {
                var asking = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                _onPad.Add(payment.Id, asking);
                var mayPass = _machine.HandOf(payment.Id)!.Pin == PinDemand.Offered;
                var number = new Secret<ReadOnlyMemory<char>>(card.NumberMemory);
                var question = new PinPadQuestion(number, payment.AmountMinor, "CNY", ShortestPin, LongestPin, mayPass);
                _ = AskAsync(pad, payment.Id, question, asking.Token);
            }
        }
    }

    private async Task AskAsync(IPinPad pad, Guid payment, PinPadQuestion question, CancellationToken cancellation)
    {
        // Not in the turn: the pad takes as long as the customer does.
        await Task.Yield();
        var block = GC.AllocateArray<byte>(8, pinned: true);
        try
        {
            var answer = await pad.AskAsync(question, block, cancellation);
            Input input = answer switch
            {
                PinPadAnswer.Entered => new PinGiven(payment, Entered: true),
                PinPadAnswer.Passed => new PinGiven(payment, Entered: false),
                _ => new Cancel(payment),
            };
            await HandleAsync(
                input,
                () => Task.FromResult(cancellation.IsCancellationRequested || !Keep(payment, answer, block) ? s_tooLate : null)
            );
        }
        catch (IOException)
        {
            await PostAsync(new PadFailed(payment));
        }
        catch (Exception fault)
            when (fault is OperationCanceledException or ObjectDisposedException or Foundation.Store.StoreBrokenException)
        {
            // Nobody waits for it any more, or the process ends.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
        }
    }

    private bool Keep(Guid payment, PinPadAnswer answer, ReadOnlySpan<byte> block)
    {
        if (answer != PinPadAnswer.Entered)
        {
            return true;
        }

        if (!_cards.TryGetValue(payment, out CardHand? hand))
        {
            return false;
        }

        block.CopyTo(hand.PinBlockRoom());
        return true;
    }
}
