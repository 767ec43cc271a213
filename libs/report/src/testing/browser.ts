import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

/** Only where it is installed; NHAT_TEST_CHROMIUM names another program than the one of Debian. */
const program = process.env['NHAT_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** `describe` where this machine has Chromium, and `describe.skip` where it does not. */
export function withChromium(name: string, tests: () => void): void {
  const found = spawnSync(program, ['--version']).status === 0;
  (found ? describe : describe.skip)(name, tests);
}

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

/** How a page is looked at. */
export interface View {
  /** Width of the window in CSS pixels. */
  width: number;
  /** Height of the window in CSS pixels; 900 unless it is given. */
  height?: number;
  /** The dark colour scheme instead of the light one. */
  dark?: boolean;
  /** As it is printed. */
  print?: boolean;
  /** False to open the page as a browser without scripts does. */
  scripts?: boolean;
}

/** The views in which every page of this project has to be right. */
export const VIEWS: readonly (View & { name: string })[] = [
  { name: 'desktop', width: 1280 },
  { name: 'tablet', width: 768 },
  { name: 'phone', width: 390, height: 844 },
  { name: 'dark', width: 1280, dark: true },
  { name: 'print', width: 794, print: true },
];

/** The rectangle of an element from the top left of the page, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A rule of axe-core that the page breaks. */
export interface AxeFinding {
  rule: string;
  impact: 'minor' | 'moderate' | 'serious' | 'critical';
  help: string;
  /** The elements that break it, as CSS selectors. */
  elements: string[];
}

/** Chromium without a window. It is started once for a spec file: `beforeAll` and `afterAll`. */
export class TestBrowser {
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath: program, args: FLAGS }));
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Opens a page file. The network is off, and so is every file but this one: a request is recorded and refused. */
  async open(file: string, view: View): Promise<OpenPage> {
    const { width, height = 900, dark = false, print = false, scripts = true } = view;
    const context = await this.browser.newContext({
      ...{ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' },
      ...{ javaScriptEnabled: scripts, offline: true, acceptDownloads: true },
    });
    const page = await context.newPage();
    if (print) await page.emulateMedia({ media: 'print' });
    const address = pathToFileURL(file).href;
    const [errors, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.route('**/*', (route) => {
      if (route.request().url().split('#')[0] === address) return route.continue();
      requests.push(route.request().url());
      return route.abort();
    });
    await page.goto(address, { waitUntil: 'load' });
    return new OpenPage(page, errors, requests);
  }
}

/** A page that is open in a view. `page` is Playwright's, for clicks, keys and whatever else a test does. */
export class OpenPage {
  constructor(
    readonly page: Page,
    /** Errors and warnings of the console, and exceptions of scripts. */
    readonly errors: readonly string[],
    /** Addresses that the page asked for besides itself; all were refused. */
    readonly requests: readonly string[],
  ) {}

  /** Where the elements of a selector are; those that are not displayed are left out. */
  boxes(selector: string): Promise<Box[]> {
    return this.page.evaluate<Box[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})]
      .map((element) => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ x, y, width, height }) => ({ x: x + scrollX, y: y + scrollY, width, height }))`);
  }

  /** Width and height of the whole page in CSS pixels; it is wider than the window if something sticks out of it. */
  size(): Promise<{ width: number; height: number }> {
    return this.page.evaluate(
      `({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight })`,
    );
  }

  /** Milliseconds from the start of the navigation until the page was loaded, as the browser measured them. */
  loadTime(): Promise<number> {
    return this.page.evaluate(
      `performance.getEntriesByType('navigation').map((one) => one.loadEventEnd - one.startTime)[0]`,
    );
  }

  /** Writes a PNG of the whole page, or of what the window shows first, and returns its path. */
  async screenshot(path: string, { fullPage = true } = {}): Promise<string> {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path, fullPage });
    return path;
  }

  /** What axe-core finds, of the given impacts and worse. */
  async axe(least: AxeFinding['impact'] = 'serious'): Promise<AxeFinding[]> {
    await this.page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await this.page.evaluate<AxeResults>(
      `axe.run(document, { resultTypes: ['violations'] })`,
    );
    const findings = violations.map(({ id, impact, help, nodes }) => ({
      ...{ rule: id, impact: impact ?? ('minor' as const), help },
      elements: nodes.map(({ target }) => target.join(' ')),
    }));
    return findings.filter(({ impact }) => IMPACTS.indexOf(impact) >= IMPACTS.indexOf(least));
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

const IMPACTS: readonly AxeFinding['impact'][] = ['minor', 'moderate', 'serious', 'critical'];
