using Guitai.Fuzz;

return args switch
{
    ["list"] => List(),
    ["seeds", var folder] => Seeds.Write(folder),
    ["instrument", .. var files] => Instrumentation.Add(files),
    ["replay", var target, .. var files] => Replay(target, files),
    ["run", var target] => ForkServer.Run(Targets.ByName[target]),
    _ => Usage(),
};

static int List()
{
    foreach (var name in Targets.ByName.Keys)
    {
        Console.Out.WriteLine(name);
    }

    return 0;
}

static int Replay(string target, string[] files)
{
    foreach (var file in files)
    {
        Targets.ByName[target](File.ReadAllBytes(file));
    }

    Console.Error.WriteLine($"{target}: {files.Length} inputs held");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: list | seeds FOLDER | instrument FILE… | replay TARGET FILE… | run TARGET (under afl-fuzz)");
    return 2;
}
