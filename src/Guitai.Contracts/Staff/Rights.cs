using Guitai.Contracts.Masters;

namespace Guitai.Contracts.Staff;

/// <summary>Something that not everyone may do alone; without it, a second person who has it must approve.</summary>
public enum Right
{
    /// <summary>Discounts above the cashier's limit.</summary>
    DiscountAboveLimit = 1,
    PriceOverride = 2,
    Refund = 3,
    VoidOrder = 4,
    OpenDrawer = 5,
    MoveCash = 6,
    CloseOthersShift = 7,
    SeeExpectedCash = 8,
    EditMasters = 9,
    EditStaff = 10,
    SeeReports = 11,
    EditSettings = 12,
    SetUpTerminal = 13,
}

/// <summary>Which role has which right. One table for till and shop.</summary>
public static class Rights
{
    /// <summary>Highest discount in percent that needs no right.</summary>
    public const int CashierDiscountLimitPercent = 10;

    private static readonly Dictionary<Role, HashSet<Right>> s_rights = new()
    {
        [Role.Cashier] = [],
        [Role.Manager] =
        [
            Right.DiscountAboveLimit,
            Right.PriceOverride,
            Right.Refund,
            Right.VoidOrder,
            Right.OpenDrawer,
            Right.MoveCash,
            Right.CloseOthersShift,
            Right.SeeExpectedCash,
            Right.EditMasters,
            Right.SeeReports,
            Right.SetUpTerminal,
        ],
        [Role.Owner] = [.. Enum.GetValues<Right>()],
    };

    /// <summary>True when the role has the right.</summary>
    public static bool Has(Role role, Right right) => s_rights.TryGetValue(role, out var rights) && rights.Contains(right);

    /// <summary>All rights of a role.</summary>
    public static IReadOnlyCollection<Right> Of(Role role) => s_rights.TryGetValue(role, out var rights) ? rights : [];
}
