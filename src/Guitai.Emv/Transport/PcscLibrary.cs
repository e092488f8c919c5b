using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Guitai.Emv.Transport;

/// <summary>
/// The system's PC/SC library: pcsc-lite on Linux, winscard on Windows, the PCSC framework on macOS. Its numbers have eight bytes on Linux and four elsewhere. They
/// are passed as native ones, whose lower half is where the callee looks for four; only structures differ.
/// </summary>
internal sealed unsafe class PcscLibrary
{
    private const int MostNames = 16_384;
    private static readonly Lazy<PcscLibrary?> s_loaded = new(Load);

    private readonly delegate* unmanaged<nuint, void*, void*, nint*, nint> _establish;
    private readonly delegate* unmanaged<nint, nint> _release;
    private readonly delegate* unmanaged<nint, nint> _cancel;
    private readonly delegate* unmanaged<nint, byte*, byte*, nuint*, nint> _list;
    private readonly delegate* unmanaged<nint, nuint, byte*, nuint, nint> _change;
    private readonly delegate* unmanaged<nint, byte*, nuint, nuint, nint*, nuint*, nint> _connect;
    private readonly delegate* unmanaged<nint, nuint, nint> _disconnect;
    private readonly delegate* unmanaged<nint, byte*, byte*, nuint, byte*, byte*, nuint*, nint> _transmit;

    private PcscLibrary(nint library)
    {
        // Windows calls those that take text by two names.
        nint Export(string name) =>
            NativeLibrary.TryGetExport(library, name, out var plain) ? plain : NativeLibrary.GetExport(library, name + "A");
        _establish = (delegate* unmanaged<nuint, void*, void*, nint*, nint>)Export("SCardEstablishContext");
        _release = (delegate* unmanaged<nint, nint>)Export("SCardReleaseContext");
        _cancel = (delegate* unmanaged<nint, nint>)Export("SCardCancel");
        _list = (delegate* unmanaged<nint, byte*, byte*, nuint*, nint>)Export("SCardListReaders");
        _change = (delegate* unmanaged<nint, nuint, byte*, nuint, nint>)Export("SCardGetStatusChange");
        _connect = (delegate* unmanaged<nint, byte*, nuint, nuint, nint*, nuint*, nint>)Export("SCardConnect");
        _disconnect = (delegate* unmanaged<nint, nuint, nint>)Export("SCardDisconnect");
        _transmit = (delegate* unmanaged<nint, byte*, byte*, nuint, byte*, byte*, nuint*, nint>)Export("SCardTransmit");
    }

    /// <summary>The library; null where the system has none.</summary>
    public static PcscLibrary? Loaded => s_loaded.Value;

    // Where a reader's state has its numbers, how long each is, and how long the whole: pcsc-lite, winscard, and the framework, which leaves no gaps.
    private static readonly (int Number, int Atr, int Size) s_state =
        OperatingSystem.IsLinux() ? (8, 33, 80)
        : OperatingSystem.IsMacOS() ? (4, 33, 61)
        : (4, 36, 64);

    public uint Establish(out nint context)
    {
        const nuint System = 2;
        nint made = 0;
        var code = Code(_establish(System, null, null, &made));
        context = made;
        return code;
    }

    public void Release(nint context) => _ = _release(context);

    public void Cancel(nint context) => _ = _cancel(context);

    public uint List(nint context, out string[] names)
    {
        var buffer = new byte[MostNames];
        nuint length = MostNames;
        uint code;
        fixed (byte* target = buffer)
        {
            code = Code(_list(context, null, target, &length));
        }

        names =
            code == PcscCodes.Done
                ? Encoding.UTF8.GetString(buffer, 0, (int)Math.Min(length, MostNames)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
                : [];
        return code;
    }

    /// <summary>Waits until a reader's state is not the known one; 0 for nothing known, which is answered at once.</summary>
    public uint Change(nint context, string reader, uint known, int waitMs, out uint state, out byte[] atr)
    {
        var entry = new byte[s_state.Size];
        var at = 2 * sizeof(nint);
        uint code;
        fixed (
            byte* name = Text(reader),
                whole = entry
        )
        {
            *(byte**)whole = name;
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(at), known);
            code = Code(_change(context, (nuint)waitMs, whole, 1));
        }

        state = BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(at + s_state.Number));
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(at + (2 * s_state.Number))), (uint)s_state.Atr);
        atr = entry.AsSpan(at + (3 * s_state.Number), length).ToArray();
        return code;
    }

    public uint Connect(nint context, string reader, out nint card, out uint protocol)
    {
        const nuint Exclusive = 1;
        nint connected = 0;
        nuint active = 0;
        uint code;
        fixed (byte* name = Text(reader))
        {
            code = Code(_connect(context, name, Exclusive, PcscCodes.ProtocolT0 | PcscCodes.ProtocolT1, &connected, &active));
        }

        card = connected;
        protocol = (uint)active;
        return code;
    }

    public void Disconnect(nint card, bool leave)
    {
        const nuint Leave = 0;
        const nuint Unpower = 2;
        _ = _disconnect(card, leave ? Leave : Unpower);
    }

    public uint Transmit(nint card, uint protocol, ReadOnlySpan<byte> command, Span<byte> answer, out int length)
    {
        // Protocol, and the structure's own length: two numbers.
        Span<byte> request = stackalloc byte[2 * s_state.Number];
        request.Clear();
        request[0] = (byte)protocol;
        request[s_state.Number] = (byte)request.Length;
        var received = (nuint)answer.Length;
        uint code;
        fixed (
            byte* head = request,
                sent = command,
                target = answer
        )
        {
            code = Code(_transmit(card, head, sent, (nuint)command.Length, null, target, &received));
        }

        length = code == PcscCodes.Done ? (int)received : 0;
        return code;
    }

    // Where results have four bytes, the register's other half is anything.
    private static uint Code(nint result) => unchecked((uint)result);

    private static byte[] Text(string name) => Encoding.UTF8.GetBytes(name + '\0');

    private static PcscLibrary? Load()
    {
        var name =
            OperatingSystem.IsWindows() ? "winscard.dll"
            : OperatingSystem.IsMacOS() ? "/System/Library/Frameworks/PCSC.framework/PCSC"
            : "libpcsclite.so.1";
        return NativeLibrary.TryLoad(name, out var library) ? new PcscLibrary(library) : null;
    }
}

/// <summary>Numbers of PC/SC (part 5; pcsclite.h).</summary>
internal static class PcscCodes
{
    public const uint Done = 0;
    public const uint Cancelled = 0x80100002;
    public const uint InvalidHandle = 0x80100003;
    public const uint UnknownReader = 0x80100009;
    public const uint Timeout = 0x8010000A;
    public const uint SharingViolation = 0x8010000B;
    public const uint NoCard = 0x8010000C;
    public const uint ProtocolMismatch = 0x8010000F;
    public const uint CommunicationError = 0x80100013;
    public const uint ReaderUnavailable = 0x80100017;
    public const uint NoService = 0x8010001D;
    public const uint ServiceStopped = 0x8010001E;
    public const uint NoReaders = 0x8010002E;
    public const uint UnsupportedCard = 0x80100065;
    public const uint Unresponsive = 0x80100066;
    public const uint Unpowered = 0x80100067;
    public const uint Reset = 0x80100068;
    public const uint Removed = 0x80100069;

    public const uint StateChanged = 0x02;
    public const uint StateUnknown = 0x04;
    public const uint StateUnavailable = 0x08;
    public const uint StatePresent = 0x20;
    public const uint StateExclusive = 0x80;
    public const uint StateMute = 0x200;

    public const uint ProtocolT0 = 1;
    public const uint ProtocolT1 = 2;
}
