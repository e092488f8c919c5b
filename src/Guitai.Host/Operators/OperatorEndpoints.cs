using System.Globalization;
using Guitai.Foundation;
using Guitai.Foundation.People;
using Guitai.Host.Operations;
using Microsoft.AspNetCore.Http;

namespace Guitai.Host.Operators;

/// <summary>Whether the host has anybody yet.</summary>
/// <param name="Needed">True on a new installation: the set-up page is shown, everything else is refused.</param>
public sealed record HostSetupState(bool Needed);

/// <summary>The first admin. There is no default log-in.</summary>
/// <param name="Password">At least 12 characters.</param>
public sealed record HostSetupRequest(string Login, string Name, Secret<string> Password);

/// <param name="Code">Six digits of the second factor, where there is one.</param>
public sealed record HostLoginRequest(string Login, Secret<string> Password, string? Code = null);

/// <summary>Who is logged in.</summary>
/// <param name="IdleMinutes">Without a request for so long, the session ends.</param>
/// <param name="SecondFactor">True when log-in asks for a code.</param>
/// <param name="MustSetUp">True until they have the second factor that everybody needs: nothing else is answered before.</param>
public sealed record HostSession(
    string Login,
    string Name,
    OperatorRole Role,
    IReadOnlyList<OperatorRight> Rights,
    bool SecondFactor,
    bool MustSetUp,
    int IdleMinutes
);

/// <param name="SecondFactorRequired">Everybody needs a second factor.</param>
public sealed record HostPolicy(bool SecondFactorRequired);

public sealed record HostPasswordRequest(Secret<string> Current, Secret<string> Next, string? Code = null);

/// <summary>An operator in the list.</summary>
public sealed record OperatorView(string Login, string Name, OperatorRole Role, bool Active, bool SecondFactor, long Version);

/// <param name="Password">For a new one; at least 12 characters.</param>
public sealed record NewOperatorRequest(string Login, string Name, OperatorRole Role, Secret<string> Password);

public sealed record OperatorEdit(string Name, OperatorRole Role, bool Active, long Version);

public sealed record OperatorPasswordRequest(Secret<string> Password);

/// <summary>A new second factor that waits for its first code.</summary>
/// <param name="Secret">Base 32, for typing it in.</param>
/// <param name="Address">The <c>otpauth:</c> address.</param>
public sealed record SecondFactorOffer(string Secret, string Address);

/// <param name="Secret">As it was offered.</param>
/// <param name="Code">What the authenticator shows.</param>
public sealed record SecondFactorRequest(Secret<string> Secret, string Code);

/// <summary>Set-up, logging in and out, and the people.</summary>
internal static class OperatorEndpoints
{
    public static void Map(HostRoutes routes, OperationsDesk desk)
    {
        routes.Get<HostSetupState>("setup", HostAccess.Open, _ => new HostSetupState(desk.Operators.IsEmpty));
        routes.Send<HostSetupRequest, HostSession>("POST", "setup", HostAccess.Open, (call, body) => SetUpAsync(desk, call, body));
        routes.Send<HostLoginRequest, HostSession>(
            "POST",
            "login",
            HostAccess.Open,
            (call, body) => LogInAsync(desk, call, body.Login, body.Password, body.Code)
        );
        routes.Send<bool>("POST", "logout", HostAccess.Open, call => LogOutAsync(desk, call));
        routes.Get<HostSession>("session", HostAccess.SettingUp, call => View(desk, call.Person));
        routes.Send<HostPasswordRequest, bool>(
            "POST",
            "password",
            HostAccess.LoggedIn,
            (call, body) => ChangePasswordAsync(desk, call, body)
        );
        routes.Send<SecondFactorOffer>("POST", "second-factor", HostAccess.SettingUp, call => Task.FromResult(Offer(desk, call)));
        routes.Send<SecondFactorRequest, bool>(
            "POST",
            "second-factor/confirm",
            HostAccess.SettingUp,
            (call, body) => ConfirmAsync(desk, call, body)
        );

        var people = new HostAccess(OperatorRight.EditOperators);
        routes.Get<HostPolicy>("policy", HostAccess.LoggedIn, _ => new HostPolicy(desk.Policy.IsRequired));
        routes.Send<HostPolicy, bool>(
            "PUT",
            "policy",
            people,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    body.SecondFactorRequired ? "second-factor.required" : "second-factor.optional",
                    "",
                    deed => SecondFactorPolicy.SetAsync(call.Person, body.SecondFactorRequired, deed)
                )
        );
        routes.Get<IReadOnlyList<OperatorView>>("operators", people, _ => desk.Operators.List().Select(View).ToList());
        routes.Send<NewOperatorRequest, bool>(
            "POST",
            "operators",
            people,
            async (call, body) =>
                Done(await desk.Operators.AddAsync(call.Person.Login, call.Where, body.Login, body.Name, body.Role, body.Password))
        );
        routes.Send<OperatorEdit, bool>(
            "PUT",
            "operators/{id}",
            people,
            async (call, body) =>
                Done(await desk.Operators.ChangeAsync(call.Person, call.Where, call.Id, body.Name, body.Role, body.Active, body.Version))
        );
        routes.Send<OperatorPasswordRequest, bool>(
            "PUT",
            "operators/{id}/password",
            people,
            async (call, body) =>
                Done(
                    await desk.Operators.SetPasswordAsync(
                        call.Person.Login,
                        call.Where,
                        call.Id,
                        body.Password,
                        call.Id == call.Person.Login && call.Token is { } token ? SessionToken.HashOf(token) : null
                    )
                )
        );
        routes.Send<bool>(
            "DELETE",
            "operators/{id}/second-factor",
            people,
            async call =>
                call.Id == call.Person.Login
                    ? new Refusal("operator.own-role")
                    : Done(await desk.Operators.SetSecondFactorAsync(call.Person.Login, call.Where, call.Id, null, 0))
        );
    }

    private static HostSession View(OperationsDesk desk, Operator person) =>
        new(
            person.Login,
            person.Name,
            person.Role,
            OperatorRights.Of(person.Role),
            person.SecondFactor.Length > 0,
            person.SecondFactor.Length == 0 && desk.Policy.IsRequired,
            OperatorSessions.IdleMinutes
        );

    private static OperatorView View((Operator Operator, long Version) row) =>
        new(
            row.Operator.Login,
            row.Operator.Name,
            row.Operator.Role,
            row.Operator.Active,
            row.Operator.SecondFactor.Length > 0,
            row.Version
        );

    private static Outcome<bool> Done(Outcome<Operator> outcome) => outcome.Ok ? true : outcome.Refusal!;

    private static async Task<Outcome<HostSession>> SetUpAsync(OperationsDesk desk, HostCall call, HostSetupRequest request)
    {
        var made = await desk.Operators.SetUpAsync(call.Where, request.Login, request.Name, request.Password);
        return made.Ok ? await LogInAsync(desk, call, request.Login, request.Password, null) : made.Refusal!;
    }

    private static async Task<Outcome<HostSession>> LogInAsync(
        OperationsDesk desk,
        HostCall call,
        string login,
        Secret<string> password,
        string? code
    )
    {
        if (desk.LoginTries.Take(call.Where) is var wait and > 0)
        {
            return Refusal.With("too-many", "waitSeconds", wait.ToString(CultureInfo.InvariantCulture));
        }

        var begun = await desk.Sessions.LogInAsync(login, password, code, call.Where);
        if (!begun.Ok)
        {
            return begun.Refusal!;
        }

        call.Http.Response.Cookies.Append(HostRoutes.Cookie, begun.Value.Token, CookieOptions(call));
        return View(desk, begun.Value.Operator);
    }

    private static async Task<Outcome<bool>> LogOutAsync(OperationsDesk desk, HostCall call)
    {
        if (call.Token is { } token && await desk.Sessions.FindAsync(token, touch: false) is { } person)
        {
            await desk.Sessions.EndAsync(person, token, call.Where);
        }

        call.Http.Response.Cookies.Delete(HostRoutes.Cookie, CookieOptions(call));
        return true;
    }

    private static async Task<Outcome<bool>> ChangePasswordAsync(OperationsDesk desk, HostCall call, HostPasswordRequest request)
    {
        // The check opens a session of its own; the change ends it with all others but the caller's.
        var begun = await desk.Sessions.LogInAsync(call.Person.Login, request.Current, request.Code, call.Where);
        return begun.Ok
            ? Done(
                await desk.Operators.SetPasswordAsync(
                    call.Person.Login,
                    call.Where,
                    call.Person.Login,
                    request.Next,
                    SessionToken.HashOf(call.Token ?? "")
                )
            )
            : begun.Refusal!;
    }

    private static Outcome<SecondFactorOffer> Offer(OperationsDesk desk, HostCall call)
    {
        if (call.Person.SecondFactor.Length > 0)
        {
            return new Refusal("second-factor.there");
        }

        var secret = new byte[OneTimeCode.SecretBytes];
        desk.Randomness.Fill(secret);
        var text = OneTimeCode.Base32(secret);
        return new SecondFactorOffer(text, $"otpauth://totp/Guitai:{Uri.EscapeDataString(call.Person.Login)}?secret={text}&issuer=Guitai");
    }

    private static async Task<Outcome<bool>> ConfirmAsync(OperationsDesk desk, HostCall call, SecondFactorRequest request)
    {
        if (call.Person.SecondFactor.Length > 0)
        {
            return new Refusal("second-factor.there");
        }

        if (OneTimeCode.FromBase32(request.Secret.Reveal()) is not { } secret || secret.Length < 16)
        {
            return Refusal.With("input.invalid", "field", "secret");
        }

        var step = OneTimeCode.StepOf(secret, request.Code.Trim(), desk.Host.Services.NowMs);
        return step < 0
            ? new Refusal("second-factor.wrong")
            : Done(await desk.Operators.SetSecondFactorAsync(call.Person.Login, call.Where, call.Person.Login, secret, step));
    }

    private static CookieOptions CookieOptions(HostCall call) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/host",
            Secure = call.Http.Request.IsHttps,
            IsEssential = true,
        };
}
