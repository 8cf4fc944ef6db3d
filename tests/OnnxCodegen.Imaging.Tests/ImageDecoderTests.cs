using System;
using System.IO;
using System.Linq;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using Xunit;

namespace OnnxCodegen.Imaging.Tests;

public class ImageDecoderTests
{
    const int Height = 5, Width = 7;

    public static TheoryData<IImageEncoder> Lossless =>
    [
        new BmpEncoder(), new PngEncoder(), new TiffEncoder(), new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
        new PbmEncoder { ColorType = PbmColorType.Rgb },
    ];

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Pixels_come_in_the_order_that_is_asked_for(IImageEncoder format)
    {
        byte[] file = Encode(format);
        Assert.Equal([.. from y in Enumerable.Range(0, Height) from x in Enumerable.Range(0, Width) from c in Colour(x, y) select c], Decode(file, "RGB"));
        Assert.Equal([.. from y in Enumerable.Range(0, Height) from x in Enumerable.Range(0, Width) from c in Colour(x, y).Reverse() select c], Decode(file, "BGR"));
        byte[] gray = Decode(file, "Grayscale");
        Assert.Equal(Height * Width, gray.Length);
        double[] colour = [.. Colour(3, 2).Select(c => (double)c)];
        Assert.Equal((0.299 * colour[0]) + (0.587 * colour[1]) + (0.114 * colour[2]), gray[(2 * Width) + 3], 0.51);
    }

    [Fact]
    public void Jpeg_keeps_plain_colours()
    {
        using var image = new Image<Rgb24>(Width, Height, new Rgb24(200, 100, 50));
        using var stream = new MemoryStream();
        image.Save(stream, new JpegEncoder { Quality = 95 });
        byte[] pixels = Decode(stream.ToArray(), "RGB");
        Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.InRange(pixels[i], new[] { 200, 100, 50 }[i % 3] - 4, new[] { 200, 100, 50 }[i % 3] + 4));
    }

    [Fact]
    public void What_cannot_be_decoded_is_empty()
    {
        byte[] cut = Encode(new PngEncoder())[..40];
        foreach (byte[] file in (byte[][])[[], [1, 2, 3], [0xFF, 0xD8, 0xFF, 0xE0, 0], cut])
            Assert.Empty(Decode(file, "RGB"));
    }

    [Fact]
    public void An_image_of_another_size_is_refused()
    {
        byte[] file = Encode(new BmpEncoder());
        ImageDecoder.Measure(file, new long[2]);
        Assert.Throws<ArgumentException>(() => ImageDecoder.Decode(file, new byte[12], 2, 2, "RGB"));
        Assert.Throws<ArgumentException>(() => ImageDecoder.Decode(file, new byte[Height * Width * 3], Height, Width, "CMYK"));
    }

    static byte[] Colour(int x, int y) => [(byte)(x * 30), (byte)(y * 50), (byte)((x * y) + 7)];

    static byte[] Encode(IImageEncoder format)
    {
        using var image = new Image<Rgb24>(Width, Height);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                image[x, y] = new Rgb24(Colour(x, y)[0], Colour(x, y)[1], Colour(x, y)[2]);
        using var stream = new MemoryStream();
        image.Save(stream, format);
        return stream.ToArray();
    }

    static byte[] Decode(byte[] file, string format)
    {
        var size = new long[2];
        ImageDecoder.Measure(file, size);
        var pixels = new byte[size[0] * size[1] * (format == "Grayscale" ? 1 : 3)];
        ImageDecoder.Decode(file, pixels, (int)size[0], (int)size[1], format);
        return pixels;
    }
}
