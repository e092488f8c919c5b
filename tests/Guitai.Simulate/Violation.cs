namespace Guitai.Simulate;

/// <summary>Something that must always hold did not.</summary>
public sealed class ViolationException : Exception
{
    public ViolationException() { }

    public ViolationException(string message)
        : base(message) { }

    public ViolationException(string message, Exception? inner)
        : base(message, inner) { }

    /// <param name="invariant">Short name of what did not hold.</param>
    /// <param name="detail">What was found instead.</param>
    public ViolationException(string invariant, string detail)
        : this($"{invariant}: {detail}") => Invariant = invariant;

    /// <summary>Short name of what did not hold.</summary>
    public string Invariant { get; } = "unexpected";

    /// <summary>Throws when a condition does not hold.</summary>
    public static void Unless(bool holds, string invariant, Func<string> detail)
    {
        if (!holds)
        {
            throw new ViolationException(invariant, detail());
        }
    }
}
