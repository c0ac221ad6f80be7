using System.Text;

namespace Vrl.Tests.Codecs;

/// <summary>Data of several kinds to compress.</summary>
internal static class Samples
{
    public static IEnumerable<byte[]> All()
    {
        foreach (
            var length in (int[])[0, 1, 2, 5, 12, 13, 16, 17, 63, 64, 100, 255, 256, 257, 1000]
        )
        {
            yield return new byte[length];
            yield return Noise(length);
            yield return Words(length);
            yield return Json(length);
        }
        foreach (var length in (int[])[16_384, 65_535, 65_537, 131_072, 131_073, 400_000])
        {
            yield return new byte[length];
            yield return Noise(length);
            yield return Words(length);
            yield return Json(length);
            yield return [.. Noise(length / 3), .. Noise(length / 3), .. Words(length / 3)];
        }
    }

    /// <summary>Fewer of them, for what takes its time.</summary>
    public static IEnumerable<byte[]> Some()
    {
        foreach (var length in (int[])[0, 17, 1000, 131_073, 400_000])
        {
            yield return new byte[length];
            yield return [.. Noise(length / 3), .. Words(length / 3), .. Json(length / 3)];
        }
    }

    public static byte[] Noise(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    /// <summary>Words in several scripts, so that all bytes of UTF-8 are there.</summary>
    public static byte[] Words(int length)
    {
        string[] words = ["größe ", "the ", "данные ", "数据", "quick ", "événement ", "=", "\n"];
        var random = new Random(length);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(words[random.Next(words.Length)]);
        }
        return Encoding.UTF8.GetBytes(text.ToString())[..length];
    }

    public static byte[] Json(int length)
    {
        var random = new Random(length);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append("{\"id\":")
                .Append(random.Next(100_000))
                .Append(",\"level\":\"info\",\"message\":\"request served\",\"milliseconds\":")
                .Append(random.Next(500))
                .Append("}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString())[..length];
    }

    /// <summary>Gives the data with a byte or two changed, cut or repeated, many times over, always the same.</summary>
    public static void Changes(byte[] data, Action<byte[]> take)
    {
        var random = new Random(data.Length);
        for (var i = 0; i < 3000; i++)
        {
            var changed = (byte[])data.Clone();
            for (var n = random.Next(1, 4); n > 0 && changed.Length > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }
            take(random.Next(4) == 0 ? changed[..random.Next(changed.Length + 1)] : changed);
        }
        for (var i = 0; i < 1000; i++)
        {
            take(Noise(i));
        }
    }
}
