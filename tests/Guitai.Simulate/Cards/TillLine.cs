using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Simulate.Machines;
using Guitai.Simulation;
using Guitai.Terminal;

namespace Guitai.Simulate.Cards;

/// <summary>The way from a till's process to its terminal's: the same words as over HTTP, each question and each answer a step of the course.</summary>
internal sealed class TillLine(CardWorld world, SimulatedProcess till) : ITerminalLine
{
    private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(1);

    // As long as the till's own line waits beyond its patience.
    private static readonly TimeSpan s_answers = TimeSpan.FromSeconds(10);

    public Task<Outcome<PaymentView>> BeginAsync(BeginPayment payment, CancellationToken cancellation)
    {
        var asked = Carried(payment);
        return AskAsync("begin", desk => desk.BeginAsync(asked));
    }

    public Task<Outcome<PaymentView>> LookAsync(Guid id, long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
        AskAsync(
            "look",
            async desk =>
            {
                await WaitAsync(desk, afterVersion, patience);
                return desk.Look(id);
            },
            patience
        );

    public Task<Outcome<PaymentView>> CancelAsync(Guid id, CancellationToken cancellation) =>
        AskAsync("cancel", desk => desk.CancelAsync(id));

    public Task<Outcome<PaymentView>> SetAmountAsync(Guid id, PaymentAmount amount, CancellationToken cancellation) =>
        AskAsync("amount", desk => desk.SetAmountAsync(id, amount.AmountMinor));

    public Task<Outcome<PaymentView>> ReportAsync(Guid id, CancellationToken cancellation) =>
        AskAsync("report", desk => desk.ReportAsync(id));

    public Task<Outcome<TerminalView>> StandAsync(long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
        AskAsync<TerminalView>(
            "state",
            async desk =>
            {
                await WaitAsync(desk, afterVersion, patience);
                return desk.Stand();
            },
            patience,
            isStep: false
        );

    public Task<Outcome<TerminalView>> SettleAsync(CancellationToken cancellation) => AskAsync("settle", desk => desk.SettleAsync());

    public Task<Outcome<IReadOnlyList<PaymentView>>> ListAsync(PaymentQuery query, CancellationToken cancellation) =>
        AskAsync("list", desk => Task.FromResult<Outcome<IReadOnlyList<PaymentView>>>(desk.List(query).ToList()));

    public Task<Outcome<FrameAnswer>> SetUpAsync(CancellationToken cancellation) => throw new NotSupportedException();

    private static Task WaitAsync(TerminalDesk desk, long afterVersion, TimeSpan patience) =>
        patience > TimeSpan.Zero ? desk.WaitAsync(afterVersion, patience, CancellationToken.None) : Task.CompletedTask;

    // The looks at the terminal itself move no money, and are no steps.
    private async Task<Outcome<T>> AskAsync<T>(
        string what,
        Func<TerminalDesk, Task<Outcome<T>>> work,
        TimeSpan patience = default,
        bool isStep = true
    )
    {
        var answer = new TaskCompletionSource<Outcome<T>>();
        void Fail() => till.Post(() => answer.TrySetException(new TerminalUnreachableException($"No answer to {what}.")));
        void Deliver(TimeSpan after) =>
            world.Scheduler.Outside.After(
                after,
                what,
                () => world.Scheduler.Outside.Start(what, () => CarryAsync(work, answer, Fail, isStep))
            );
        using var limit = till.After(patience + s_answers, "no answer", Fail);
        switch (isStep ? world.Step(StepKind.Ask) : CardFault.None)
        {
            case CardFault.Lost or CardFault.TillDiesBefore:
                break;
            case CardFault.Cut:
                Fail();
                break;
            case CardFault.Late:
                Deliver(patience + s_answers + TimeSpan.FromMilliseconds(200));
                break;
            case CardFault.Doubled:
                Deliver(s_way);
                Deliver(s_way * 3);
                break;
            default:
                Deliver(s_way);
                break;
        }

        return await answer.Task;
    }

    // Outside of both processes: the network.
    private async Task CarryAsync<T>(
        Func<TerminalDesk, Task<Outcome<T>>> work,
        TaskCompletionSource<Outcome<T>> answer,
        Action fail,
        bool isStep
    )
    {
        if (world.TerminalIsAway)
        {
            fail();
            return;
        }

        Outcome<T> said;
        try
        {
            said = await world.Terminal.AskAsync(work);
        }
        catch (MachineDownException)
        {
            fail();
            return;
        }

        if (!till.IsAlive || world.TerminalIsAway)
        {
            return;
        }

        Outcome<T> heard = said.Ok ? Carried(said.Value) : Carried(said.Refusal!);
        void Deliver(TimeSpan after) => till.After(after, "answer", () => answer.TrySetResult(heard));
        switch (isStep ? world.Step(StepKind.Reply) : CardFault.None)
        {
            case CardFault.Lost or CardFault.TillDiesBefore:
                break;
            case CardFault.Cut:
                fail();
                break;
            case CardFault.Late:
                Deliver(s_answers - TimeSpan.FromMilliseconds(200));
                break;
            default:
                Deliver(s_way);
                break;
        }
    }

    private static T Carried<T>(T message) =>
        JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Shared), ContractJson.Shared)!;
}
