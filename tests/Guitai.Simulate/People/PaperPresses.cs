using Guitai.Till.Devices;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;

namespace Guitai.Simulate.People;

/// <summary>What a clerk does about paper: answers whether a receipt came out, after a look at it, and prints copies.</summary>
internal sealed class PaperPresses(Clerk clerk)
{
    private readonly Simulation.SimRandom _random = clerk.Random;
    private readonly Dictionary<Guid, int> _answered = [];

    private Guid NewId => clerk.World.Ids.Next();

    /// <summary>Answers when something is asked and the clerk feels like it.</summary>
    public async Task<bool> AnswerAsync()
    {
        var asked = clerk.Till.Role!.Printing.Open.Where(j => j.State == PrintState.Uncertain).ToList();
        foreach (var job in asked)
        {
            ViolationException.Unless(
                !_answered.TryGetValue(job.Id, out var restores) || restores != clerk.Till.Restores,
                "answered-once",
                () => $"{clerk.Till.Name}: {job.Kind} of {job.Subject} is asked about again"
            );
        }

        if (asked.Count == 0 || !_random.Chance(0.4))
        {
            return false;
        }

        var (one, before) = (_random.Pick(asked), clerk.Till.Restores);
        var request = new PrintAnswerRequest(NewId, one.Id, clerk.Till.Printer.Shows(one), GiveUp: false);
        if (await clerk.PressAsync("answer-print", (t, p) => t.DeviceDesk.AnswerAsync(p, request)) is { Ok: true })
        {
            _answered[one.Id] = before;
        }

        return true;
    }

    /// <summary>Prints a marked copy of a late sale.</summary>
    public Task CopyAsync()
    {
        if (clerk.Paid.Count == 0)
        {
            return Task.CompletedTask;
        }

        var request = new ReprintRequest(NewId, clerk.Paid[^(1 + _random.Next(Math.Min(clerk.Paid.Count, 3)))]);
        return clerk.PressAsync("copy", (t, p) => t.Stories.ReprintAsync(p, request));
    }
}
