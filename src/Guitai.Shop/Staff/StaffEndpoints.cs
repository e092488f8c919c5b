using System.Globalization;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Shop.Pages;
using Guitai.Shop.Settings;
using Microsoft.AspNetCore.Http;

namespace Guitai.Shop.Staff;

/// <summary>Set-up, logging in and out, and the staff list.</summary>
internal static class StaffEndpoints
{
    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        routes.Get<SetupState>("setup", Access.Open, _ => shop.Setup.State() with { Demo = shop.LeaveDemo is not null });
        routes.Send<bool>("POST", "setup/own", Access.Open, _ => Task.FromResult(LeaveDemo(shop)));
        routes.Send<SetupRequest, SessionView>("POST", "setup", Access.Open, (call, body) => SetUpAsync(shop, call, body));
        routes.Send<LoginRequest, SessionView>(
            "POST",
            "login",
            Access.Open,
            (call, body) => LogInAsync(shop, call, body.Number, body.Password)
        );
        routes.Send<bool>("POST", "logout", Access.Open, call => LogOutAsync(shop, call));
        routes.Get<SessionView>("session", Access.LoggedIn, call => shop.Sessions.View(call.Actor.StaffId!.Value));
        routes.Send<ChangePasswordRequest, bool>(
            "POST",
            "password",
            Access.LoggedIn,
            (call, body) => ChangePasswordAsync(shop, call, body)
        );

        var staff = Access.With(Right.EditStaff);
        routes.Get<IReadOnlyList<StaffView>>("staff", staff, _ => shop.Staff.List().ToList());
        routes.Send<StaffEdit, StaffView>("POST", "staff", staff, (call, body) => shop.Staff.CreateAsync(call.Actor, body));
        routes.Send<StaffEdit, StaffView>("PUT", "staff/{id}", staff, (call, body) => shop.Staff.ChangeAsync(call.Actor, call.Id, body));
        routes.Send<SetPinRequest, StaffView>(
            "PUT",
            "staff/{id}/pin",
            staff,
            (call, body) => shop.Staff.SetPinAsync(call.Actor, call.Id, body.Pin)
        );
        routes.Send<SetPasswordRequest, StaffView>(
            "PUT",
            "staff/{id}/password",
            staff,
            (call, body) =>
                shop.Staff.SetPasswordAsync(
                    call.Actor,
                    call.Id,
                    body.Password,
                    call.Id == call.Actor.StaffId ? Sessions.HashOf(Token(call) ?? "") : null
                )
        );
    }

    private static string? Token(Call call) => call.Http.Request.Cookies[ShopRoutes.Cookie];

    private static async Task<Outcome<SessionView>> SetUpAsync(ShopDesk shop, Call call, SetupRequest request)
    {
        var saved = await shop.Setup.RunAsync(request, call.Actor.Where);
        return saved.Ok ? await LogInAsync(shop, call, request.OwnerNumber, request.Password) : saved.Refusal!;
    }

    private static async Task<Outcome<SessionView>> LogInAsync(ShopDesk shop, Call call, string number, Secret<string> password)
    {
        if (shop.LoginTries.Take(call.Actor.Where) is var wait and > 0)
        {
            return Refusal.With("too-many", "waitSeconds", wait.ToString(CultureInfo.InvariantCulture));
        }

        var begun = await shop.Login.TryAsync(number, password, call.Actor.Where);
        if (!begun.Ok)
        {
            return begun.Refusal!;
        }

        call.Http.Response.Cookies.Append(ShopRoutes.Cookie, begun.Value.Token, CookieOptions(call));
        return shop.Sessions.View(begun.Value.StaffId);
    }

    private static async Task<Outcome<bool>> LogOutAsync(ShopDesk shop, Call call)
    {
        if (Token(call) is { } token && await shop.Sessions.FindAsync(token, call.Actor.Where) is { } actor)
        {
            await shop.Sessions.EndAsync(actor, token);
        }

        call.Http.Response.Cookies.Delete(ShopRoutes.Cookie, CookieOptions(call));
        return true;
    }

    private static async Task<Outcome<bool>> ChangePasswordAsync(ShopDesk shop, Call call, ChangePasswordRequest request)
    {
        var person = shop.Sessions.View(call.Actor.StaffId!.Value);
        var begun = await shop.Login.TryAsync(person.Number, request.Current, call.Actor.Where);
        if (!begun.Ok)
        {
            return begun.Refusal!;
        }

        // The check opened a session of its own; the change ends it with all others but the caller's.
        var saved = await shop.Staff.SetPasswordAsync(call.Actor, person.StaffId, request.Next, Sessions.HashOf(Token(call) ?? ""));
        return saved.Ok ? true : saved.Refusal!;
    }

    private static CookieOptions CookieOptions(Call call) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/shop",
            Secure = call.Http.Request.IsHttps,
            IsEssential = true,
        };

    private static Outcome<bool> LeaveDemo(ShopDesk shop)
    {
        if (shop.LeaveDemo is not { } leave)
        {
            return new Refusal("not-found");
        }

        leave();
        return true;
    }
}
