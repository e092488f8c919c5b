using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Guitai.Fuzz;

/// <summary>Puts a call of <see cref="Coverage.Hit"/> at the head of each basic block of an assembly, in place.</summary>
internal static class Instrumentation
{
    public static int Add(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            using var assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(bytes));
            var hit = assembly.MainModule.ImportReference(typeof(Coverage).GetMethod(nameof(Coverage.Hit)));
            var random = new Random(198);
            var blocks = 0;
            foreach (var method in assembly.MainModule.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody))
            {
                blocks += Add(method.Body, hit, random);
            }

            assembly.Write(file);
            Console.Error.WriteLine($"{Path.GetFileName(file)}: {blocks} blocks");
        }

        return 0;
    }

    private static int Add(MethodBody body, MethodReference hit, Random random)
    {
        // Blocks begin at the method, behind every branch, and wherever one leads.
        var heads = new HashSet<Instruction> { body.Instructions[0] };
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                heads.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                heads.UnionWith(targets);
            }

            if (instruction.OpCode.FlowControl is FlowControl.Cond_Branch or FlowControl.Branch && instruction.Next is { } next)
            {
                heads.Add(next);
            }
        }

        body.SimplifyMacros();
        var processor = body.GetILProcessor();
        foreach (var head in heads)
        {
            // The head itself becomes the call, so that whatever led to it leads to the call; what it was comes behind.
            var moved = Instruction.Create(OpCodes.Nop);
            moved.OpCode = head.OpCode;
            moved.Operand = head.Operand;
            processor.InsertAfter(head, moved);
            head.OpCode = OpCodes.Ldc_I4;
            head.Operand = random.Next(Coverage.MapSize);
            processor.InsertAfter(head, processor.Create(OpCodes.Call, hit));
        }

        body.OptimizeMacros();
        return heads.Count;
    }
}
