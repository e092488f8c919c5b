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
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(5);

    public Task<Outcome<PaymentView>> BeginAsync(BeginPayment payment, CancellationToken cancellation)
    {
        var asked = Carried(payment);
        return AskAsync("begin", (desk, gone) => desk.BeginAsync(asked, gone));
    }

    public Task<Outcome<PaymentView>> LookAsync(Guid id, long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
        AskAsync(
            "look",
            async (desk, _) =>
            {
                await WaitAsync(desk, afterVersion, patience);
                return desk.Look(id);
            },
            patience
        );

    public Task<Outcome<PaymentView>> CancelAsync(Guid id, CancellationToken cancellation) =>
        AskAsync("cancel", (desk, _) => desk.CancelAsync(id));

    public Task<Outcome<PaymentView>> SetAmountAsync(Guid id, PaymentAmount amount, CancellationToken cancellation) =>
        AskAsync("amount", (desk, _) => desk.SetAmountAsync(id, amount.AmountMinor));

    public Task<Outcome<PaymentView>> ReportAsync(Guid id, CancellationToken cancellation) =>
        AskAsync("report", (desk, _) => desk.ReportAsync(id));

    public Task<Outcome<TerminalView>> StandAsync(long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
        AskAsync<TerminalView>(
            "state",
            async (desk, _) =>
            {
                await WaitAsync(desk, afterVersion, patience);
                return desk.Stand();
            },
            patience,
            isStep: false
        );

    public Task<Outcome<TerminalView>> SettleAsync(CancellationToken cancellation) => AskAsync("settle", (desk, _) => desk.SettleAsync());

    public Task<Outcome<IReadOnlyList<PaymentView>>> ListAsync(PaymentQuery query, CancellationToken cancellation) =>
        AskAsync("list", (desk, _) => Task.FromResult<Outcome<IReadOnlyList<PaymentView>>>(desk.List(query).ToList()));

    public Task<Outcome<FrameAnswer>> SetUpAsync(CancellationToken cancellation) => throw new NotSupportedException();

    private static Task WaitAsync(TerminalDesk desk, long afterVersion, TimeSpan patience) =>
        patience > TimeSpan.Zero ? desk.WaitAsync(afterVersion, patience, CancellationToken.None) : Task.CompletedTask;

    // The looks at the terminal itself move no money, and are no steps.
    private async Task<Outcome<T>> AskAsync<T>(
        string what,
        Func<TerminalDesk, CancellationToken, Task<Outcome<T>>> work,
        TimeSpan patience = default,
        bool isStep = true
    )
    {
        var question = new Question<T>(what, work, isStep);
        void Deliver(TimeSpan after) =>
            world.Scheduler.Outside.After(after, what, () => world.Scheduler.Outside.Start(what, () => CarryAsync(question)));
        using var limit = till.After(patience + s_answers, "no answer", () => Fail(question));
        switch (isStep ? world.Step(StepKind.Ask) : CardFault.None)
        {
            case CardFault.Lost or CardFault.TillDiesBefore:
                break;
            case CardFault.Cut:
                Fail(question);
                break;
            case CardFault.Late or CardFault.LateAndCancelled:
                Deliver(patience + s_answers + s_late);
                break;
            case CardFault.Doubled:
                Deliver(s_way);
                Deliver(s_way * 3);
                break;
            default:
                Deliver(s_way);
                break;
        }

        return await question.Answer.Task;
    }

    private void Fail<T>(Question<T> question) =>
        till.Post(() =>
        {
            // The connection ends with it, and the terminal notices.
            question.Gone.Cancel();
            question.Answer.TrySetException(new TerminalUnreachableException($"No answer to {question.What}."));
        });

    // Outside of both processes: the network.
    private async Task CarryAsync<T>(Question<T> question)
    {
        if (!till.IsAlive)
        {
            question.Gone.Cancel();
        }

        if (world.TerminalIsAway)
        {
            Fail(question);
            return;
        }

        Outcome<T> said;
        try
        {
            said = await world.Terminal.AskAsync(desk => question.Work(desk, question.Gone.Token));
        }
        catch (MachineDownException)
        {
            Fail(question);
            return;
        }

        if (!till.IsAlive || world.TerminalIsAway)
        {
            return;
        }

        var fault = question.IsStep ? world.Step(StepKind.Reply) : CardFault.None;
        if (fault == CardFault.Cut || said.Refusal is { Code: "store.full" })
        {
            // Over HTTP a full disk is no answer to the question either.
            Fail(question);
        }
        else if (fault is not (CardFault.Lost or CardFault.TillDiesBefore))
        {
            Outcome<T> heard = said.Ok ? Carried(said.Value) : Carried(said.Refusal!);
            till.After(
                fault == CardFault.Late ? s_answers - TimeSpan.FromMilliseconds(200) : s_way,
                "answer",
                () => question.Answer.TrySetResult(heard)
            );
        }
    }

    private static T Carried<T>(T message) =>
        JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Shared), ContractJson.Shared)!;

    private sealed record Question<T>(string What, Func<TerminalDesk, CancellationToken, Task<Outcome<T>>> Work, bool IsStep)
    {
        public TaskCompletionSource<Outcome<T>> Answer { get; } = new();

        /// <summary>Whoever asked hears no answer any more.</summary>
        public CancellationTokenSource Gone { get; } = new();
    }
}
