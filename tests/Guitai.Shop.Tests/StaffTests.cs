using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Shop.Staff;

namespace Guitai.Shop.Tests;

public class StaffTests
{
    [Fact]
    public async Task Ten_wrong_passwords_lock_for_half_an_hour_even_over_a_restart()
    {
        await using var shop = await TestShop.SetUpAsync();
        for (var i = 1; i <= 9; i++)
        {
            Assert.Equal("login.wrong", (await TryAsync(shop, "wrong password here")).Refusal?.Code);
            shop.Clock.Move(TimeSpan.FromMinutes(2));
        }

        Assert.Equal("login.locked", (await TryAsync(shop, "wrong password here")).Refusal?.Code);
        await shop.RestartAsync();
        Assert.Equal("login.locked", (await TryAsync(shop, TestShop.OwnerPassword)).Refusal?.Code);
        shop.Clock.Move(TimeSpan.FromMinutes(29));
        Assert.Equal(("login.locked", "1"), Code(await TryAsync(shop, TestShop.OwnerPassword), "minutes"));
        shop.Clock.Move(TimeSpan.FromMinutes(2));
        Assert.True((await TryAsync(shop, TestShop.OwnerPassword)).Ok);
        Assert.Equal("login.locked", Assert.Single(shop.Shop.Alarms.List(all: false)).Code);
    }

    [Fact]
    public async Task The_wait_between_wrong_passwords_grows()
    {
        await using var shop = await TestShop.SetUpAsync();
        List<string?> waits = [];
        for (var i = 0; i < 8; i++)
        {
            waits.Add(Code(await TryAsync(shop, "wrong password here"), "waitSeconds").Item2);
            shop.Clock.Move(TimeSpan.FromSeconds(65));
        }

        Assert.Equal(["0", "0", "1", "2", "4", "8", "16", "32"], waits);
        await TryAsync(shop, "wrong password here");
        Assert.Equal("login.wait", (await TryAsync(shop, TestShop.OwnerPassword)).Refusal?.Code);
    }

    [Fact]
    public async Task Guesses_at_the_same_time_do_not_outrun_the_count()
    {
        await using var shop = await TestShop.SetUpAsync();
        var tries = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TryAsync(shop, "wrong password here")));
        Assert.True(tries.Count(t => t.Refusal!.Code == "login.wrong") <= 3);
    }

    [Fact]
    public async Task A_session_ends_when_idle_at_log_out_and_with_the_person()
    {
        await using var shop = await TestShop.SetUpAsync();
        var token = (await TryAsync(shop, TestShop.OwnerPassword)).Value.Token;
        for (var i = 0; i < 4; i++)
        {
            shop.Clock.Move(TimeSpan.FromMinutes(25));
            Assert.NotNull(await shop.Shop.Sessions.FindAsync(token, "test"));
        }

        await shop.RestartAsync();
        Assert.NotNull(await shop.Shop.Sessions.FindAsync(token, "test"));
        shop.Clock.Move(TimeSpan.FromMinutes(31));
        Assert.Null(await shop.Shop.Sessions.FindAsync(token, "test"));

        token = (await TryAsync(shop, TestShop.OwnerPassword)).Value.Token;
        var actor = await shop.Shop.Sessions.FindAsync(token, "test");
        await shop.Shop.Sessions.EndAsync(actor!, token);
        Assert.Null(await shop.Shop.Sessions.FindAsync(token, "test"));

        var manager = await ManagerAsync(shop, actor!);
        var second = (await shop.Shop.Login.TryAsync("2001", TestShop.Secret("a-manager-long-word"), "test")).Value.Token;
        Assert.NotNull(await shop.Shop.Sessions.FindAsync(second, "test"));
        await shop.Shop.Staff.ChangeAsync(actor!, manager.Id, Edit(manager) with { Active = false });
        Assert.Null(await shop.Shop.Sessions.FindAsync(second, "test"));
        Assert.Equal("login.wrong", (await shop.Shop.Login.TryAsync("2001", TestShop.Secret("a-manager-long-word"), "test")).Refusal?.Code);
        Assert.Equal(0, shop.Query<long>("SELECT count(*) FROM session WHERE staff = '" + manager.Id + "'"));
    }

    [Fact]
    public async Task The_last_owner_stays()
    {
        await using var shop = await TestShop.SetUpAsync();
        var owner = shop.Shop.Staff.List()[0];
        foreach (var edit in (StaffEdit[])[Edit(owner) with { Role = Role.Manager }, Edit(owner) with { Active = false }])
        {
            Assert.Equal("staff.last-owner", (await shop.Shop.Staff.ChangeAsync(TestShop.Owner, owner.Id, edit)).Refusal?.Code);
        }

        Assert.Equal("staff.last-owner", (await shop.Shop.Staff.SetPasswordAsync(TestShop.Owner, owner.Id, null)).Refusal?.Code);
        var second = (
            await shop.Shop.Staff.CreateAsync(
                TestShop.Owner,
                new StaffEdit(0, "1001", "合伙人", null, Role.Owner, null, Pin: TestShop.Secret("4729"))
            )
        ).Value;
        Assert.Equal(
            "staff.last-owner",
            (await shop.Shop.Staff.ChangeAsync(TestShop.Owner, owner.Id, Edit(owner) with { Active = false })).Refusal?.Code
        );
        Assert.True((await shop.Shop.Staff.SetPasswordAsync(TestShop.Owner, second.Id, TestShop.Secret("another-owner-word"))).Ok);
        Assert.True((await shop.Shop.Staff.ChangeAsync(TestShop.Owner, owner.Id, Edit(owner) with { Active = false })).Ok);
    }

    [Fact]
    public async Task Nobody_changes_their_own_role_or_makes_somebody_more_than_they_are()
    {
        await using var shop = await TestShop.SetUpAsync();
        var owner = shop.Shop.Staff.List()[0];
        var manager = await ManagerAsync(shop, TestShop.Owner);
        var self = new Actor(manager.Id, manager.Id.ToString(), Role.Manager, null, "test");
        Assert.Equal(
            "staff.own-role",
            (await shop.Shop.Staff.ChangeAsync(self, manager.Id, Edit(manager) with { Role = Role.Owner })).Refusal?.Code
        );
        Assert.Equal(
            "staff.own-role",
            (await shop.Shop.Staff.ChangeAsync(self, owner.Id, Edit(owner) with { Name = "改名" })).Refusal?.Code
        );
        var made = await shop.Shop.Staff.CreateAsync(
            self,
            new StaffEdit(0, "1002", "新", null, Role.Owner, null, Pin: TestShop.Secret("4729"))
        );
        Assert.Equal("staff.own-role", made.Refusal?.Code);
    }

    [Theory]
    [InlineData("2580", null)]
    [InlineData("47291", null)]
    [InlineData("0000", "pin.trivial")]
    [InlineData("1234", "pin.trivial")]
    [InlineData("98765432", "pin.trivial")]
    [InlineData("7890", "pin.trivial")]
    [InlineData("1212", "pin.trivial")]
    [InlineData("3001", "pin.trivial")]
    [InlineData("123", "pin.shape")]
    [InlineData("123456789", "pin.shape")]
    [InlineData("12a4", "pin.shape")]
    [InlineData("１２５４", "pin.shape")]
    public async Task A_pin_that_is_easy_to_guess_is_refused(string pin, string? code)
    {
        await using var shop = await TestShop.SetUpAsync();
        var made = await shop.Shop.Staff.CreateAsync(
            TestShop.Owner,
            new StaffEdit(0, "3001", "小麦", null, Role.Cashier, null, Pin: TestShop.Secret(pin))
        );
        Assert.Equal(code, made.Refusal?.Code);
    }

    [Theory]
    [InlineData("short", "password.short")]
    [InlineData("password12345", "password.common")]
    [InlineData("Password-Password", "password.common")]
    [InlineData("qwertyuiop123456", "password.common")]
    [InlineData("woaini1314520520", "password.common")]
    [InlineData("abababababababab", "password.common")]
    [InlineData("111111111111111", "password.common")]
    [InlineData("guitai guitai guitai", "password.common")]
    [InlineData("蓝色茶壶在屋顶上晒太阳呢", null)]
    [InlineData("a blue teapot on the roof", null)]
    public async Task A_password_that_is_tried_first_is_refused(string password, string? code)
    {
        await using var shop = await TestShop.SetUpAsync();
        var owner = shop.Shop.Staff.List()[0];
        Assert.Equal(code, (await shop.Shop.Staff.SetPasswordAsync(TestShop.Owner, owner.Id, TestShop.Secret(password))).Refusal?.Code);
    }

    [Fact]
    public async Task A_number_is_given_once()
    {
        await using var shop = await TestShop.SetUpAsync();
        var again = await shop.Shop.Staff.CreateAsync(
            TestShop.Owner,
            new StaffEdit(0, TestShop.OwnerNumber, "另一个", null, Role.Cashier, null, Pin: TestShop.Secret("4729"))
        );
        Assert.Equal(("staff.number-taken", "掌柜"), Code(again, "name"));
    }

    internal static StaffEdit Edit(StaffView view) =>
        new(view.Version, view.Number, view.Name, view.NameEn, view.Role, view.StoreId, view.Active);

    internal static async Task<StaffView> ManagerAsync(TestShop shop, Actor actor)
    {
        var made = await shop.Shop.Staff.CreateAsync(
            actor,
            new StaffEdit(0, "2001", "店长", null, Role.Manager, null, Pin: TestShop.Secret("4729"))
        );
        Assert.True(made.Ok, made.Refusal?.Code);
        return (await shop.Shop.Staff.SetPasswordAsync(actor, made.Value.Id, TestShop.Secret("a-manager-long-word"))).Value;
    }

    private static (string?, string?) Code<T>(Guitai.Foundation.Outcome<T> outcome, string parameter) =>
        (outcome.Refusal?.Code, outcome.Refusal?.Parameters?.GetValueOrDefault(parameter));

    private static Task<Guitai.Foundation.Outcome<(string Token, Guid StaffId)>> TryAsync(TestShop shop, string password) =>
        shop.Shop.Login.TryAsync(TestShop.OwnerNumber, TestShop.Secret(password), "test");
}
