using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Pages;
using Guitai.Shop.Reports;
using Guitai.Shop.Staff;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Shop.Tests;

public sealed class RouteTests
{
    [Fact]
    public async Task Every_route_states_who_may_use_it_and_stands_in_the_page_of_routes()
    {
        await using var shop = await TestShop.SetUpAsync();
        await using var host = await ShopHost.StartAsync(shop.Shop);
        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "shop-api.md"));
        Assert.NotEmpty(host.Endpoints);
        foreach (var endpoint in host.Endpoints)
        {
            Assert.NotNull(endpoint.Metadata.GetMetadata<Access>());
            Assert.StartsWith(ShopRoutes.Prefix, endpoint.RoutePattern.RawText, StringComparison.Ordinal);
            var path = endpoint.RoutePattern.RawText![ShopRoutes.Prefix.Length..];
            Assert.Contains(path, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_role_reaches_exactly_the_routes_that_its_rights_open()
    {
        await using var shop = await TestShop.SetUpAsync();
        await StaffTests.ManagerAsync(shop, TestShop.Owner);
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var nobody = host.Browser();
        using var manager = await host.LogInAsync("2001", "a-manager-long-word");
        using var owner = await host.LogInAsync(TestShop.OwnerNumber, TestShop.OwnerPassword);
        foreach (var endpoint in host.Endpoints)
        {
            var access = endpoint.Metadata.GetMetadata<Access>()!;
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            var path = endpoint
                .RoutePattern.RawText![ShopRoutes.Prefix.Length..]
                .Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal);
            if (path is "logout" || access.Door == Door.Till)
            {
                continue;
            }

            var (_, without) = await ShopHost.SendAsync(nobody, method, path);
            Assert.Equal(access.Door == Door.Person, without == "login.needed");
            foreach (var (browser, role) in (IEnumerable<(HttpClient, Role)>)[(manager, Role.Manager), (owner, Role.Owner)])
            {
                var (status, code) = await ShopHost.SendAsync(browser, method, path);
                var may = access.Right is not { } right || Rights.Has(role, right);
                Assert.True(may != (code == "right.needed"), $"{role} {method} {path}: {status} {code}");
                Assert.True((int)status < 500, $"{role} {method} {path}: {status}");
            }
        }
    }

    [Fact]
    public async Task The_first_run_makes_the_owner_over_http_and_only_once()
    {
        await using var shop = await TestShop.EmptyAsync();
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var browser = host.Browser();
        Assert.True((await browser.GetFromJsonAsync<SetupState>("setup", ShopJson.Options))!.Needed);
        var request = new
        {
            merchantName = "拐角",
            storeName = "一店",
            ownerName = "掌柜",
            ownerNumber = "1000",
            pin = "2580",
            password = TestShop.OwnerPassword,
        };
        using var answer = await browser.PostAsJsonAsync("setup", request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        foreach (var part in (string[])["guitai_shop=", "path=/shop", "samesite=strict", "httponly"])
        {
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(Role.Owner, (await browser.GetFromJsonAsync<SessionView>("session", ShopJson.Options))!.Role);
        Assert.Equal(
            (HttpStatusCode.Conflict, "setup.done"),
            await ShopHost.SendAsync(browser, "POST", "setup", JsonContent.Create(request))
        );
        Assert.Equal(HttpStatusCode.NoContent, (await ShopHost.SendAsync(browser, "POST", "logout")).Status);
        Assert.Equal("login.needed", (await ShopHost.SendAsync(browser, "GET", "session")).Code);
    }

    public static TheoryData<string, string> Malformed =>
        new()
        {
            { "products", "" },
            { "products", "null" },
            { "products", "[" },
            { "products", "{}" },
            { "products", "{\"version\":\"0\"}" },
            { "products", "{\"version\":0,\"name\":null,\"unit\":\"件\",\"priceMinor\":1,\"costMinor\":0,\"taxClassId\":\"x\"}" },
            { "products", "{\"version\":0,\"name\":\"a\",\"unit\":\"件\",\"priceMinor\":1.5,\"costMinor\":0}" },
            { "staff", "{\"version\":0,\"number\":\"7\",\"name\":\"x\",\"role\":\"king\",\"pin\":\"4729\"}" },
            { "staff", "{\"version\":0,\"number\":\"7\",\"name\":\"x\",\"role\":99,\"pin\":\"4729\"}" },
            {
                "stores",
                "{\"version\":0,\"code\":\"S2\",\"name\":\"x\",\"timeZone\":\"Mars/Base\",\"dayChangeHour\":4,\"cashRounding\":{\"unitMinor\":1,\"mode\":\"none\"},\"receipt\":{}}"
            },
            {
                "stores",
                "{\"version\":0,\"code\":\"S2\",\"name\":\"x\",\"timeZone\":\"Asia/Shanghai\",\"dayChangeHour\":24,\"cashRounding\":{\"unitMinor\":1,\"mode\":\"none\"},\"receipt\":{\"paperMm\":80}}"
            },
            { "login", "{\"number\":null,\"password\":null}" },
            { "enrol", "{\"code\":null}" },
            { "alarms/seen", "{}" },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Malformed_input_is_refused_with_a_code_and_nothing_else(string path, string body)
    {
        await using var shop = await TestShop.SetUpAsync();
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var owner = await host.LogInAsync(TestShop.OwnerNumber, TestShop.OwnerPassword);
        var last = shop.Shop.Masters.After(0, 1000).LastNumber;
        var (status, code) = await ShopHost.SendAsync(owner, "POST", path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(code is "body.malformed" or "input.invalid" or "input.missing", code);
        Assert.Equal(last, shop.Shop.Masters.After(0, 1000).LastNumber);
    }

    [Fact]
    public async Task Bodies_are_bounded()
    {
        await using var shop = await TestShop.SetUpAsync();
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var owner = await host.LogInAsync(TestShop.OwnerNumber, TestShop.OwnerPassword);
        var big = new ByteArrayContent(new byte[300_000]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body.too-large"), await ShopHost.SendAsync(owner, "POST", "pictures", big));
    }

    public static TheoryData<string, string?> Drawings =>
        new()
        {
            { "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0' fill='url(#a)'/></svg>", null },
            { "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><use xlink:href='#a'/></svg>", null },
            { "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "picture.unsafe" },
            { "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.unsafe" },
            { "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>", "picture.unsafe" },
            { "<svg xmlns='http://www.w3.org/2000/svg'><use href='http://x/a.svg#a'/></svg>", "picture.unsafe" },
            { "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://x/a.png'/></svg>", "picture.unsafe" },
            { "<svg xmlns='http://www.w3.org/2000/svg'><style>@import 'http://x'</style></svg>", "picture.unsafe" },
            { "<svg xmlns='http://www.w3.org/2000/svg'><rect style='fill:url( \"http://x\")'/></svg>", "picture.unsafe" },
            { "<svg xmlns='http://www.w3.org/2000/svg'><a href='javascript:alert(1)'/></svg>", "picture.unsafe" },
            { "<?xml-stylesheet href='http://x'?><svg xmlns='http://www.w3.org/2000/svg'/>", "picture.unsafe" },
            { "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>", "picture.kind" },
            { "<html><body/></html>", "picture.kind" },
            { "GIF89a", "picture.kind" },
        };

    [Theory]
    [MemberData(nameof(Drawings))]
    public async Task A_drawing_that_could_act_or_fetch_is_refused(string drawing, string? code)
    {
        await using var shop = await TestShop.SetUpAsync();
        var added = await shop.Shop.Pictures.AddAsync(TestShop.Owner, TestShop.Utf8(drawing));
        Assert.Equal(code, added.Refusal?.Code);
    }

    [Fact]
    public async Task A_picture_comes_back_with_headers_that_keep_it_still()
    {
        await using var shop = await TestShop.SetUpAsync();
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var owner = await host.LogInAsync(TestShop.OwnerNumber, TestShop.OwnerPassword);
        var bytes = TestShop.Utf8("<svg xmlns='http://www.w3.org/2000/svg'/>");
        using var sent = await owner.PostAsync("pictures", new ByteArrayContent(bytes));
        var id = (await sent.Content.ReadFromJsonAsync<PictureAnswer>(ShopJson.Options))!.Id;
        using var answer = await owner.GetAsync(new Uri($"pictures/{id}", UriKind.Relative));
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Somebody_of_one_store_sees_that_store_alone()
    {
        await using var shop = await TestShop.SetUpAsync();
        var first = await shop.EnrolAsync();
        var till = new FakeTill(first, shop.Clock);
        var order = till.Sell(700);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var store = shop.Shop.Stores.List()[0].Store;
        var other = await shop.Shop.Stores.CreateAsync(
            TestShop.Owner,
            new Settings.StoreEdit(0, "S2", "二店", null, null, null, null, store.TimeZone, 4, store.CashRounding, store.Receipt)
        );
        var manager = await StaffTests.ManagerAsync(shop, TestShop.Owner);
        var bound = await shop.Shop.Staff.ChangeAsync(
            TestShop.Owner,
            manager.Id,
            StaffTests.Edit(manager) with
            {
                StoreId = other.Value.Store.Id,
            }
        );
        Assert.True(bound.Ok, bound.Refusal?.Code);
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var browser = await host.LogInAsync("2001", "a-manager-long-word");
        Assert.Equal("store.not-yours", (await ShopHost.SendAsync(browser, "GET", $"orders?store={store.Id}")).Code);
        Assert.Equal("store.not-yours", (await ShopHost.SendAsync(browser, "GET", $"reports/sales?store={store.Id}")).Code);
        Assert.Equal("store.not-yours", (await ShopHost.SendAsync(browser, "GET", $"orders/{order.Id}")).Code);
        Assert.Equal(0, (await browser.GetFromJsonAsync<OrderPage>("orders", ShopJson.Options))!.Total);
        using var owner = await host.LogInAsync(TestShop.OwnerNumber, TestShop.OwnerPassword);
        Assert.Equal(1, (await owner.GetFromJsonAsync<OrderPage>("orders", ShopJson.Options))!.Total);
        var story = (await owner.GetFromJsonAsync<OrderStory>($"orders/{order.Id}", ShopJson.Options))!;
        Assert.Equal((700, "sale"), (story.Order.Totals.TotalMinor, story.Row.Kind));
    }

    [Fact]
    public async Task The_sync_over_http_answers_no_one_without_a_certificate()
    {
        await using var shop = await TestShop.SetUpAsync();
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var browser = host.Browser();
        foreach (var path in (string[])["sync/hello", "sync/facts", "sync/masters", "sync/renew"])
        {
            Assert.Equal(
                (HttpStatusCode.Forbidden, "certificate.needed"),
                await ShopHost.SendAsync(browser, "POST", path, JsonContent.Create(new { tillId = Guid.NewGuid() }))
            );
        }
    }

    [Fact]
    public async Task Enrolment_is_rate_limited()
    {
        await using var shop = await TestShop.SetUpAsync();
        await using var host = await ShopHost.StartAsync(shop.Shop);
        using var browser = host.Browser();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(
                "enrol.wrong",
                (
                    await ShopHost.SendAsync(browser, "POST", "enrol", JsonContent.Create(new { secret = "AAAAAAA" + i, requestPem = "" }))
                ).Code
            );
        }

        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "too-many"),
            await ShopHost.SendAsync(browser, "POST", "enrol", JsonContent.Create(new { code = "AAAA" }))
        );
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
