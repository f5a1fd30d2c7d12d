using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using NUnit.Framework;
using RstTrace.Cli.Tests.Live;

namespace RstTrace.Sidecar.Tests;

/// <summary>The dashboard as its reader sees it: chromium, and real resets.</summary>
[NonParallelizable]
public sealed class DashboardTests : IDisposable
{
    static readonly LocatorWaitForOptions s_patient = new() { Timeout = 30_000 };

    TwoHosts _hosts = null!;
    IPlaywright _driver = null!;
    IBrowser _browser = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _hosts = new TwoHosts();
        _driver = await Playwright.CreateAsync();
        _browser = await _driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
                "--disable-background-networking", "--disable-component-update",
            ],
        });
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }

    public void Dispose() => _hosts.Dispose();

    [TestCase(400)]
    [TestCase(1400)]
    public async Task Events_appear_as_they_happen_and_again_after_a_restart(int width)
    {
        using Service service = new Service(
            _hosts, "services: [{ name: shop, ports: [8001] }]\n", "-i", TwoHosts.ServerDevice)
            .Await();
        var complaints = new List<string>();
        IPage page = await _browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = width == 400 ? ColorScheme.Dark : ColorScheme.Light,
        });
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        var elsewhere = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(service.Url, StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };
        await page.GotoAsync(service.Url, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.Locator("#link.live").WaitForAsync(s_patient);

        _hosts.Call(6);
        _hosts.Call(3, TwoHosts.Closed);
        _hosts.Call(2, address: TwoHosts.ServerAddress6);
        await page.Locator("#list li").Nth(10).WaitForAsync(s_patient);
        await page.Locator("#n-resets:text('11')").WaitForAsync(s_patient);
        Assert.Multiple(async () =>
        {
            Assert.That(await page.Locator("#list li").CountAsync(), Is.EqualTo(11));
            Assert.That(
                await page.Locator("#causes").TextContentAsync(), Does.Contain("port-closed"));
            Assert.That(await Overflow(page), Is.LessThanOrEqualTo(0), "nothing sticks out");
            Assert.That(complaints, Is.Empty);
            Assert.That(elsewhere, Is.Empty);
        });
        await Keep(page, $"dashboard-{width}.png");
        await Look_at_one(page, width);
        await Filter(page);
        complaints.Clear();

        await Come_back(page, service);
        await page.CloseAsync();
    }

    static async Task Look_at_one(IPage page, int width)
    {
        await page.Locator("#list li").Last.Locator("button").ClickAsync();
        await page.Locator(".ladder .rst").First.WaitForAsync(s_patient);
        Assert.Multiple(async () =>
        {
            Assert.That(await page.Locator(".ladder .step").CountAsync(), Is.GreaterThan(4));
            Assert.That(
                await page.Locator("#d-lines").TextContentAsync(), Does.Contain("10.79.0.2:8001"));
            Assert.That(
                await page.EvaluateAsync<int>(
                    "(d => d.scrollWidth - d.clientWidth)(document.getElementById('detail'))"),
                Is.LessThanOrEqualTo(0));
        });
        await Keep(page, $"dashboard-ladder-{width}.png");
        await page.Locator("#detail form button").ClickAsync();
    }

    static async Task Filter(IPage page)
    {
        await page.Locator("#filter").FillAsync("port-closed");
        Assert.That(await page.Locator("#list li:visible").CountAsync(), Is.EqualTo(3));
        await page.Locator("#filter").FillAsync("");
    }

    // The ids of another start are others: what is new is shown, and nothing twice.
    async Task Come_back(IPage page, Service service)
    {
        service.Process.Signal("KILL");
        service.Process.Await();
        await page.Locator("#link.lost").WaitForAsync(s_patient);
        service.Restart();
        await page.Locator("#link.live").WaitForAsync(s_patient);
        _hosts.Call(2);
        await page.Locator("#list li").Nth(12).WaitForAsync(s_patient);
        Assert.That(await page.Locator("#list li").CountAsync(), Is.EqualTo(13));
    }

    static Task<int> Overflow(IPage page)
        => page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");

    // Where somebody wants to look at them.
    static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("RSTTRACE_PICTURES_DIR") is { } folder)
        {
            string path = Path.Combine(folder, name);
            await page.ScreenshotAsync(new() { Path = path, FullPage = true });
        }
    }
}
