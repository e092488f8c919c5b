namespace Guitai.Till.Devices;

/// <summary>How long the till waits for a printer.</summary>
public sealed record PrinterLimits
{
    /// <summary>For the connection.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For the answer to a question about its state.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The same for one that has never answered: nobody waits long for it at each receipt.</summary>
    public TimeSpan AnswerOfMute { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>So long it may take no byte, and so long it may keep silent while it prints.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For one document, as long as nothing is wrong with the paper.</summary>
    public TimeSpan Print { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Between two looks while it prints.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>For the closing of a printer that is known to say nothing.</summary>
    public TimeSpan Close { get; init; } = TimeSpan.FromSeconds(2);
}
