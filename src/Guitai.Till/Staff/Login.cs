using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Till.Staff;

/// <summary>Log-in by employee number and PIN, lock and unlock, and the consent of a second person. Wrong PINs cost time, then lock, over restarts too.</summary>
public sealed class Login(TillDesk desk, AuditLog audit, IRandomness randomness)
{
    private const int FailuresThatLock = 10;
    private const long LockMs = 30 * 60_000;
    private const long LongestWaitMs = 60_000;

    /// <summary>Logs in; the answer is the new session's cookie value.</summary>
    public Task<Outcome<string>> LogInAsync(PageContext page, LoginRequest request) =>
        desk.InTurnAsync<Outcome<string>>(async () =>
        {
            if (desk.Place is null)
            {
                return Refusals.NotReady;
            }

            var checkedPin = await CheckPinAsync(request.Number, request.Pin, "staff.log-in");
            if (checkedPin.Refusal is { } refusal)
            {
                return refusal;
            }

            var token = new byte[32];
            randomness.Fill(token);
            var cookie = Convert.ToHexStringLower(token);
            desk.Session.Begin(checkedPin.Value.Id, cookie, page.PageId);
            desk.SaySomethingChanged();
            return cookie;
        });

    /// <summary>Opens the locked screen again for the same person.</summary>
    public Task<Outcome<bool>> UnlockAsync(PageContext page, UnlockRequest request) =>
        desk.InTurnAsync<Outcome<bool>>(async () =>
        {
            if (
                !desk.Session.Owns(page)
                || desk.Session.StaffId is not { } id
                || desk.Catalogue.Get<StaffMember>(MasterKind.Staff, id) is not { } staff
            )
            {
                return Refusals.LogIn;
            }

            var checkedPin = await CheckPinAsync(staff.Number, request.Pin, "staff.unlock");
            if (checkedPin.Refusal is { } refusal)
            {
                return refusal;
            }

            desk.Session.Unlock();
            if (page.PageId is { } pageId)
            {
                desk.Session.TakePage(pageId);
            }

            desk.SaySomethingChanged();
            return true;
        });

    /// <summary>Locks the screen, or logs out; nothing when the request is not the session's.</summary>
    public Task<Outcome<bool>> LeaveAsync(PageContext page, bool logOut) =>
        desk.InTurnAsync<Outcome<bool>>(() =>
        {
            if (desk.Session.Owns(page))
            {
                if (logOut)
                {
                    desk.Session.End();
                }
                else
                {
                    desk.Session.Lock();
                }

                desk.SaySomethingChanged();
            }

            return Task.FromResult<Outcome<bool>>(true);
        });

    /// <summary>Whether the person may do it: by an own right, or by the consent of a second person who has it. Called in turn.</summary>
    /// <returns>The second person's id; null when none was needed.</returns>
    internal async Task<Outcome<Guid?>> AuthoriseAsync(Actor actor, Right right, Approval? approval)
    {
        if (Rights.Has(actor.Staff.Role, right))
        {
            return (Guid?)null;
        }

        if (approval is null)
        {
            return Refusals.RightNeeded(right);
        }

        var approver = await CheckPinAsync(approval.Number, approval.Pin, $"staff.approve.{right}");
        if (approver.Refusal is { } refusal)
        {
            return refusal;
        }

        return approver.Value.Id == actor.Id || !Rights.Has(approver.Value.Role, right)
            ? new Refusal("approval.not-entitled")
            : (Guid?)approver.Value.Id;
    }

    private AuditAction Action(string number, string purpose, string result) =>
        new(number, purpose, desk.Identity!.TillId.ToString(), result, "till");

    private async Task<Outcome<StaffMember>> CheckPinAsync(string number, Secret<string> pin, string purpose)
    {
        if (number.Length is 0 or > 12 || !number.All(char.IsAsciiDigit))
        {
            return Wrong(1_000);
        }

        var guard = desk.Store.Read(c =>
            c.QueryFirstOrDefault<(long Failures, long LastMs)>(
                "SELECT failures, last_failure_ms FROM login_guard WHERE number = @number",
                new { number }
            )
        );
        var now = desk.NowMs;

        // A clock set back must not keep anyone out for longer than the lock itself.
        var sinceMs = Math.Max(0, now - guard.LastMs);
        if (guard.Failures >= FailuresThatLock && sinceMs < LockMs)
        {
            return Refusal.With("login.locked", "minutes", Minutes(LockMs - sinceMs));
        }

        if (guard.Failures is > 0 and < FailuresThatLock && sinceMs < WaitMs(guard.Failures))
        {
            return Refusal.With("login.wait", "waitSeconds", Seconds(WaitMs(guard.Failures) - sinceMs));
        }

        var staff = desk.Catalogue.StaffByNumber(number);
        var here = staff is not null && (staff.StoreId is null || staff.StoreId == desk.Place?.Id);

        // An unknown number costs the same time as a wrong PIN, so that numbers cannot be told apart.
        if (PinHash.Matches(staff?.PinHash ?? s_nobody, pin) && here)
        {
            var cleared = new Write();
            if (guard.Failures > 0)
            {
                cleared.Delete(TillTables.LoginGuard, number);
            }

            // A full disk keeps nobody from working: the cashier logs in, and only what must be written is refused.
            await audit.WriteAsync(cleared, Action(number, purpose, "ok"));
            return staff!;
        }

        var failures = guard.Failures >= FailuresThatLock ? 1 : guard.Failures + 1;
        var counted = new Write().Upsert(TillTables.LoginGuard, number, failures, now);
        var written = await audit.WriteAsync(counted, Action(number, purpose, failures >= FailuresThatLock ? "locked" : "refused"));
        return written != WriteResult.Committed ? Refusals.StoreFull
            : failures >= FailuresThatLock ? Refusal.With("login.locked", "minutes", Minutes(LockMs))
            : Wrong(WaitMs(failures));
    }

    private static readonly string s_nobody =
        "pbkdf2$120000$" + Convert.ToBase64String(new byte[16]) + "$" + Convert.ToBase64String(SHA256.HashData([]));

    private static Refusal Wrong(long waitMs) => Refusal.With("login.wrong", "waitSeconds", Seconds(waitMs));

    private static long WaitMs(long failures) => Math.Min(1_000L << (int)Math.Min(failures - 1, 20), LongestWaitMs);

    private static string Seconds(long ms) => ((ms + 999) / 1_000).ToString(CultureInfo.InvariantCulture);

    private static string Minutes(long ms) => ((ms + 59_999) / 60_000).ToString(CultureInfo.InvariantCulture);
}
