using NUnit.Framework;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

public class WordsTests
{
    [TestCase(0, "0 s")]
    [TestCase(1, "1 ns")]
    [TestCase(999, "999 ns")]
    [TestCase(1_000, "1 µs")]
    [TestCase(9_949, "9.9 µs")]
    [TestCase(9_950, "10 µs")]
    [TestCase(57_000, "57 µs")]
    [TestCase(999_499, "999 µs")]
    [TestCase(999_500, "1 ms", TestName = "No thousand of the smaller unit")]
    [TestCase(1_234_567, "1.2 ms")]
    [TestCase(999_500_000, "1 s")]
    [TestCase(352_000_000_000, "352 s")]
    [TestCase(599_999_999_999, "600 s")]
    [TestCase(600_000_000_000, "10 min")]
    [TestCase(7_200_000_000_000, "2 h")]
    [TestCase(18_180_000_000_000, "5 h 3 min")]
    [TestCase(187_200_000_000_000, "2 d 4 h")]
    [TestCase(-57_000, "-57 µs")]
    [TestCase(long.MaxValue, "106751 d 23 h")]
    [TestCase(long.MinValue, "-106751 d")]
    public void A_duration_is_said_as_one_would(long nanoseconds, string text)
        => Assert.That(new Duration(nanoseconds).ToString(), Is.EqualTo(text));

    [TestCase(0, "no resets")]
    [TestCase(1, "1 reset")]
    [TestCase(1_204, "1,204 resets")]
    public void A_count_has_its_noun(long count, string text)
        => Assert.That(Words.Count(count, "reset"), Is.EqualTo(text));

    [TestCase(0.95, "certain 0.95")]
    [TestCase(0.949, "likely 0.95")]
    [TestCase(0.5, "possible 0.50")]
    [TestCase(0.1, "a guess 0.10")]
    public void Confidence_is_a_word_and_a_number(double confidence, string text)
        => Assert.That(Words.Sure(confidence), Is.EqualTo(text));

    [TestCase("plain text, é 漢 😀", "plain text, é 漢 😀")]
    [TestCase("\e[31m", "\\x1b[31m")]
    [TestCase("a\nb\tc\u007F", "a\\x0ab\\x09c\\x7f")]
    [TestCase("\u009B", "\\x9b", TestName = "C1, which is CSI in one octet")]
    [TestCase("\u202Egnp.exe", "\\u{202e}gnp.exe")]
    [TestCase("\u2066\u200B\uFEFF", "\\u{2066}\\u{200b}\\u{feff}")]
    [TestCase("\U000E0041", "\\u{e0041}", TestName = "A tag, which nobody sees")]
    [TestCase("\\x1b stays", "\\x1b stays")]
    public void Text_from_outside_is_made_safe(string text, string safe)
    {
        Assert.That(Escaped.Text(text), Is.EqualTo(safe));
        Assert.That(Escaped.Text(safe), Is.EqualTo(safe), "once is enough");
    }

    [TestCase("57 µs … → ≥ é", "57 us ... -> >= \\xe9")]
    [TestCase("漢", "\\u{6f22}")]
    public void Text_for_ascii_is_ascii(string text, string ascii)
        => Assert.That(Escaped.Text(text, asciiOnly: true), Is.EqualTo(ascii));

    [TestCase("a/b-1.pcap", "a/b-1.pcap")]
    [TestCase("my capture.pcap", "'my capture.pcap'")]
    [TestCase("it's.pcap", "'it'\\''s.pcap'")]
    [TestCase("$(rm -rf ~)", "'$(rm -rf ~)'")]
    [TestCase("-x.pcap", "./-x.pcap")]
    [TestCase("", "''")]
    [TestCase("é.pcap", "'é.pcap'")]
    [TestCase("a\e'1.pcap", "$'a\\033\\'1.pcap'")]
    [TestCase("\u202E", "$'\\342\\200\\256'")]
    public void A_file_name_is_one_word_of_the_shell(string name, string word)
        => Assert.That(ShellWord.Of(name), Is.EqualTo(word));
}
