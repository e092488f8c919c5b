namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>A clock that a test may set forward; timers stay the system's.</summary>
internal sealed class TestClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
