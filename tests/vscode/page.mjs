// What a person does at the keyboard and sees on the screen. Everything waits for a state, with a deadline.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const DEADLINE = 30_000;
/** Between two looks at the screen. */
const PAUSE = 40;

export class Page {
  /** @param {string} installed folder that setup.sh filled */
  static async open(installed) {
    const { chromium } = createRequire(join(installed, 'tool/package.json'))('playwright-core');
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'];
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
    const context = await browser.newContext({ viewport: { width: 1400, height: 800 }, locale: 'en-US' });
    return new Page(browser, await context.newPage());
  }

  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  goto(url) {
    return this.page.goto(url, { waitUntil: 'domcontentloaded' });
  }

  close() {
    return this.browser.close();
  }

  screenshot(path) {
    // Animations jump to their end: what fades in is there.
    return this.page.screenshot({ path, animations: 'disabled' });
  }

  /** Looks until there is an answer. */
  async until(what, look, deadline = DEADLINE) {
    const end = Date.now() + deadline;
    for (;;) {
      const seen = await look();
      if (seen !== undefined && seen !== false && seen !== null) {
        return seen;
      }
      if (Date.now() > end) {
        throw new Error(`not within ${deadline / 1000} s: ${what}`);
      }
      await this.page.waitForTimeout(PAUSE);
    }
  }

  /** Texts of what a selector finds, with ordinary spaces. */
  async texts(selector) {
    const all = await this.page.locator(selector).allInnerTexts();
    return all.map((it) => it.replaceAll('\u00a0', ' ').replaceAll(/[\u200b-\u200f]/g, ''));
  }

  /** What stands behind `code` on its line: the hint, or nothing. */
  async hint(code) {
    const line = (await this.texts('.editor-instance .view-line')).find((it) => it.includes(code));
    return line?.slice(line.indexOf(code) + code.length).trim();
  }

  /** Waits until the hint behind `code` is as wanted. */
  untilHint(code, wanted, deadline) {
    return this.until(`a hint ${wanted} behind ${code}`, async () => {
      const hint = await this.hint(code);
      return hint !== undefined && wanted.test(hint) ? hint : undefined;
    }, deadline);
  }

  untilText(what, selector, wanted, deadline) {
    return this.until(what, async () => (await this.texts(selector)).find((it) => wanted.test(it)), deadline);
  }

  /** Puts the cursor at a place, both counted from 1. */
  async cursor(line, column) {
    await this.page.keyboard.press('Control+g');
    await this.page.locator('.quick-input-widget input').fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    const place = new RegExp(`^Ln ${line}, Col ${column}$`);
    await this.untilText(`the cursor at ${line}:${column}`, '[id="status.editor.selection"]', place);
  }

  /** Puts the cursor in front of `needle`, the first in `text`, or behind it. */
  cursorAt(text, needle, behind = '') {
    const offset = text.indexOf(needle);
    if (offset < 0) {
      throw new Error(`the file has no ${needle}`);
    }
    const before = text.slice(0, offset + behind.length);
    return this.cursor(before.split('\n').length, before.length - before.lastIndexOf('\n'));
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Drags what is at a height from one x to another. */
  async drag(from, to, y) {
    const { mouse } = this.page;
    await mouse.move(from, y);
    await mouse.down();
    await mouse.move(to, y, { steps: 5 });
    await mouse.up();
  }

  /** Runs a command of the palette by its title. */
  async command(title) {
    await this.pick('F1', `>${title}`, title);
  }

  /** Opens a file of the workspace. */
  async file(name) {
    await this.pick('Control+p', name, name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ state: 'attached', timeout: DEADLINE });
  }

  async pick(keys, text, row) {
    await this.page.keyboard.press(keys);
    await this.page.locator('.quick-input-widget input').fill(text);
    // What the row says to screen readers begins with its title; what it shows may hold it anywhere.
    const rows = this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${row}"]`);
    await rows.first().click({ timeout: DEADLINE });
  }

  /** The label of our entry in the status bar. */
  async total() {
    return (await this.texts('.statusbar-item[id$="cloudoptima.total"]'))[0]?.trim();
  }

  untilTotal(wanted) {
    return this.until(`the total ${wanted}`, async () => {
      const total = await this.total();
      return total !== undefined && wanted.test(total) ? total : undefined;
    });
  }
}
