namespace Guitai.Hosting;

/// <summary>Something the person at the keyboard can mend: said in both languages on standard error, without a trace, and the process ends with 1, or with 2 when it was called wrongly.</summary>
internal sealed class Failure(string english, string chinese, int exitCode = 1) : Exception(english)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode => exitCode;

    /// <summary>Both sentences, a line each.</summary>
    public string Text => $"{chinese}\n{Message}";

    public static Failure FolderTaken(string folder) =>
        new(
            $"Another guitai process works on {folder}. Stop it first, or name another folder with --data.",
            $"另一个 guitai 进程正在使用数据目录 {folder}。请先停止它，或用 --data 指定别的目录。"
        );

    /// <param name="tillsPort">0 for none.</param>
    public static Failure PortTaken(string url, int tillsPort) =>
        tillsPort == 0
            ? new(
                $"{url} is in use by another program. Stop it, or name another port with --port.",
                $"{url} 已被其他程序占用。请停止该程序，或用 --port 换一个端口。"
            )
            : new(
                $"{url}, or the tills' port {tillsPort}, is in use by another program. Stop it, or name other ports with --port and --tills-port (0 for none).",
                $"{url} 或收银台端口 {tillsPort} 已被其他程序占用。请停止该程序，或用 --port、--tills-port 换端口（0 表示不开放）。"
            );

    public static Failure StoreUnreadable(string detail) =>
        new($"The data cannot be opened. {detail}", $"数据无法打开：文件已损坏或来自更新的版本。文件未作任何改动，请从备份恢复。");

    public static Failure NotWritable(string folder) => new($"{folder} cannot be written.", $"数据目录 {folder} 无法写入。");
}
