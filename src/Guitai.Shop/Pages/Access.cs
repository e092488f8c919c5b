using Guitai.Contracts.Staff;

namespace Guitai.Shop.Pages;

/// <summary>Who may use a route. Every route states it when it is mapped; there is no way to map one without.</summary>
/// <param name="Door">By what somebody comes in.</param>
/// <param name="Right">What they must be allowed to do, behind <see cref="Door.Person"/>; null for everyone who is logged in.</param>
public sealed record Access(Door Door, Right? Right = null)
{
    /// <summary>Everyone: set-up, log-in, enrolment.</summary>
    public static Access Open { get; } = new(Door.Open);

    /// <summary>A till that shows its token.</summary>
    public static Access Till { get; } = new(Door.Till);

    /// <summary>Whoever is logged in.</summary>
    public static Access LoggedIn { get; } = new(Door.Person);

    /// <summary>Whoever is logged in and has the right.</summary>
    public static Access With(Right right) => new(Door.Person, right);
}

/// <summary>By what a request comes in.</summary>
public enum Door
{
    /// <summary>No proof is asked for.</summary>
    Open,

    /// <summary>A session of the back office.</summary>
    Person,

    /// <summary>A till's own token.</summary>
    Till,
}

/// <summary>Names of a route's query values, for its description.</summary>
public sealed record QueryNames(IReadOnlyList<string> Names);
