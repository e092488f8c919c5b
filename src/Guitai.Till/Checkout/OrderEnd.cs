using Guitai.Contracts.Facts;
using Guitai.Till.Desk;
using Guitai.Till.Journal;

namespace Guitai.Till.Checkout;

/// <summary>Makes the lasting record of an order that ends now, with the next number of the till.</summary>
internal static class OrderEnd
{
    public static Order Of(TillDesk desk, Cart cart, Guid staffId, PricedOrder priced)
    {
        var number = desk.State.NextOrderNumber;
        return new Order
        {
            Id = cart.OrderId,
            StoreId = desk.Place!.Id,
            TillId = desk.Identity!.TillId,
            ShiftId = desk.State.Shift!.Id,
            Number = number,
            ReceiptNumber = TillTransaction.ReceiptNumber(desk.Place.Code, desk.Till!.Code, number),
            Currency = desk.Catalogue.Merchant!.Currency,
            StaffId = staffId,
            OpenedAtMs = cart.OpenedAtMs,
            EndedAtMs = desk.NowMs,
            Lines = priced.Lines,
            Totals = priced.Totals,
            Edits = cart.Edits,
            Note = cart.Note,
        };
    }
}
