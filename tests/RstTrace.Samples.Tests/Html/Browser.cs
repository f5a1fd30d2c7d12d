using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.Playwright;
using NUnit.Framework;

namespace RstTrace.Samples.Tests.Html;

/// <summary>Chromium without a window, to see a report as its reader does.</summary>
sealed class Browser : IAsyncDisposable
{
    readonly IPlaywright _driver;
    readonly IBrowser _browser;

    Browser(IPlaywright driver, IBrowser browser)
    {
        _driver = driver;
        _browser = browser;
    }

    public static async Task<Browser> Start()
    {
        IPlaywright driver = await Playwright.CreateAsync();
        IBrowser browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
                "--disable-background-networking", "--disable-component-update",
            ],
        });
        return new Browser(driver, browser);
    }

    /// <summary>Opens a file as somebody looks at it.</summary>
    public async Task<OpenPage> Open(string path, Look look)
    {
        IPage page = await _browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = 900 },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var open = new OpenPage(page);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        if (look.IsPrint) await page.EmulateMediaAsync(new() { Media = Media.Print });
        return open;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }
}

/// <summary>How a page is looked at.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="IsDark">Whether the reader asks for dark pages.</param>
/// <param name="IsPrint">Whether it is printed.</param>
public sealed record Look(string Name, int Width, bool IsDark = false, bool IsPrint = false)
{
    /// <summary>On a desk.</summary>
    public static Look Desk { get; } = new("desk", 1400);

    // A4 without margins of 14 mm is 182 mm wide, at 96 pixels an inch.
    public static IEnumerable<Look> All { get; } =
    [
        Desk,
        new("desk, dark", 1400, IsDark: true),
        new("phone", 400),
        new("phone, dark", 400, IsDark: true),
        new("tablet", 900),
        new("print", 688, IsPrint: true),
        new("print, dark", 688, IsDark: true, IsPrint: true),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A page that is open, and what came up while it opened.</summary>
sealed class OpenPage : IAsyncDisposable
{
    readonly IPage _page;
    readonly List<string> _complaints = [];
    int _requests;

    public OpenPage(IPage page)
    {
        _page = page;
        page.Console += (_, message) => _complaints.Add(message.Text);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += (_, dialog) => _complaints.Add(dialog.Message);
        page.Request += (_, _) => _requests++;
    }

    /// <summary>Nothing was complained of, and nothing fetched but the page itself.</summary>
    public void AssertQuiet()
        => Assert.Multiple(() =>
        {
            Assert.That(_complaints, Is.Empty);
            Assert.That(_requests, Is.EqualTo(1));
        });

    /// <summary>The value of an expression of JavaScript, asked from outside.</summary>
    public Task<T> Ask<T>(string expression) => _page.EvaluateAsync<T>(expression);

    /// <summary>How many elements a selector of CSS finds.</summary>
    public Task<int> Count(string selector) => _page.Locator(selector).CountAsync();

    /// <summary>The text of the first element that a selector finds, without spaces at its
    /// ends.</summary>
    public async Task<string> Text(string selector)
        => (await _page.Locator(selector).First.TextContentAsync() ?? "").Trim();

    /// <summary>The page as PDF, on A4.</summary>
    public Task<byte[]> Print() => _page.PdfAsync(new() { Format = "A4" });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _page.CloseAsync();
}
