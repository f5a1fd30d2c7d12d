using System.Threading.Tasks;
using NUnit.Framework;

namespace RstTrace.Samples.Tests.Html;

/// <summary>Whether a page can be read: nothing beyond its edge, no text too faint.</summary>
static class Legibility
{
    // What is hidden from sight on purpose has no width to speak of.
    const string Beyond = """
        [...document.querySelectorAll('body *')].filter(element => {
          const box = element.getBoundingClientRect();
          return box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
        }).map(element => `${element.tagName} ${element.textContent.slice(0, 40)}`)
        """;

    // WCAG 2.2, success criterion 1.4.3: 4.5 to 1, and 3 to 1 for large text.
    const string Faint = """
        (() => {
          const parts = colour => colour.match(/[\d.]+/g).map(Number);
          const light = colour => {
            const [r, g, b] = parts(colour).map(value => {
              const share = value / 255;
              return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const behind = element => {
            for (; element; element = element.parentElement) {
              const colour = getComputedStyle(element).backgroundColor;
              if ((parts(colour)[3] ?? 1) > 0) return colour;
            }
            return 'rgb(255, 255, 255)';
          };
          const hasText = element => [...element.childNodes]
            .some(node => node.nodeType === 3 && node.data.trim());
          const faint = [];
          for (const element of document.querySelectorAll('body *')) {
            if (!hasText(element) || element.tagName === 'title') continue;
            const style = getComputedStyle(element);
            const ink = element instanceof SVGElement ? style.fill : style.color;
            const [one, other] = [light(ink), light(behind(element))];
            const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            const size = parseFloat(style.fontSize);
            const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            if (ratio < (isLarge ? 3 : 4.5))
              faint.push(`${ratio.toFixed(2)} ${ink} ${element.textContent.slice(0, 30)}`);
          }
          return [...new Set(faint)];
        })()
        """;

    public static async Task Check(OpenPage page)
    {
        string[] beyond = await page.Ask<string[]>(Beyond);
        string[] faint = await page.Ask<string[]>(Faint);
        bool scrolls = await page.Ask<bool>(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
        Assert.Multiple(() =>
        {
            Assert.That(beyond, Is.Empty, "beyond the edge");
            Assert.That(faint, Is.Empty, "too faint");
            Assert.That(scrolls, Is.False, "scrolls sideways");
        });
    }
}
