using System.Numerics;

namespace Guitai.Sandbox.Issuer.Crypto;

/// <summary>The constants of DES (FIPS 46-3, appendix 1) and what is worked out of them once: substitution and permutation in one look-up.</summary>
internal static class DesTables
{
    private static readonly byte[] s_permutation =
    [
        16,
        7,
        20,
        21,
        29,
        12,
        28,
        17,
        1,
        15,
        23,
        26,
        5,
        18,
        31,
        10,
        2,
        8,
        24,
        14,
        32,
        27,
        3,
        9,
        19,
        13,
        30,
        6,
        22,
        11,
        4,
        25,
    ];

    private static readonly string[] s_boxes =
    [
        "E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D",
        "F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9",
        "A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C",
        "7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E",
        "2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453",
        "C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D",
        "4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF6805926BD814A7950FE23C",
        "D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B",
    ];

    /// <summary>Eight tables of 64: box, permutation and the turn by one bit that the rounds work in. Table g begins at 64 g.</summary>
    public static readonly uint[] Rounds = MakeRounds();

    /// <summary>Which of the key's 64 bits (from 1) come first into the key schedule.</summary>
    public static ReadOnlySpan<byte> KeyChoice1 =>
        [
            57,
            49,
            41,
            33,
            25,
            17,
            9,
            1,
            58,
            50,
            42,
            34,
            26,
            18,
            10,
            2,
            59,
            51,
            43,
            35,
            27,
            19,
            11,
            3,
            60,
            52,
            44,
            36,
            63,
            55,
            47,
            39,
            31,
            23,
            15,
            7,
            62,
            54,
            46,
            38,
            30,
            22,
            14,
            6,
            61,
            53,
            45,
            37,
            29,
            21,
            13,
            5,
            28,
            20,
            12,
            4,
        ];

    /// <summary>Which of the 56 turned bits (from 1) make a round's key.</summary>
    public static ReadOnlySpan<byte> KeyChoice2 =>
        [
            14,
            17,
            11,
            24,
            1,
            5,
            3,
            28,
            15,
            6,
            21,
            10,
            23,
            19,
            12,
            4,
            26,
            8,
            16,
            7,
            27,
            20,
            13,
            2,
            41,
            52,
            31,
            37,
            47,
            55,
            30,
            40,
            51,
            45,
            33,
            48,
            44,
            49,
            39,
            56,
            34,
            53,
            46,
            42,
            50,
            36,
            29,
            32,
        ];

    private static uint[] MakeRounds()
    {
        var rounds = new uint[8 * 64];
        for (var box = 0; box < 8; box++)
        {
            for (var input = 0; input < 64; input++)
            {
                // The outer bits of the six choose the row, the inner four the column.
                var row = ((input >> 4) & 2) | (input & 1);
                var column = (input >> 1) & 15;
                var value = (uint)Convert.ToInt32(s_boxes[box].Substring((row * 16) + column, 1), 16) << (28 - (4 * box));
                var permuted = 0u;
                for (var bit = 0; bit < 32; bit++)
                {
                    permuted |= ((value >> (32 - s_permutation[bit])) & 1) << (31 - bit);
                }

                rounds[(box * 64) + input] = BitOperations.RotateLeft(permuted, 1);
            }
        }

        return rounds;
    }
}
