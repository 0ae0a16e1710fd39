// The tests, in the order they run: one VS Code, one workspace, each begins where the one before left it.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const AMOUNT = /\$[\d,]+\.\d\d\/mo/;
const LEGACY = 'resource "aws_instance" "legacy_import" {';
const ARCHIVE = 'resource "aws_ebs_volume" "import_archive" {';

/** A text as a pattern that matches itself. */
function exactly(text) {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

/** `$1,429.16` of `≥ $1,429.16/mo …` as cents. */
function cents(label) {
  return Math.round(Number(/\$([\d,]+\.\d\d)/.exec(label)[1].replaceAll(',', '')) * 100);
}

async function openAgain({ code, page }) {
  await page.goto(code.url('web.tf'));
  return page.untilHint(LEGACY, AMOUNT, 60_000);
}

export const tests = {
  'hints stand at the end of lines that cost money': async ({ code, page, cli }) => {
    await page.goto(code.url('web.tf'));
    const start = Date.now();
    const hint = await page.untilHint(LEGACY, AMOUNT, 60_000);
    assert.match(hint, exactly(cli.monthly(code.workspace, 'aws_instance.legacy_import')));
    await page.untilHint(ARCHIVE, exactly(cli.monthly(code.workspace, 'aws_ebs_volume.import_archive')));
    await page.untilHint('instance_type = "m4.large"', AMOUNT);
    return `${hint} after ${Date.now() - start} ms, with VS Code's own start`;
  },

  'the status bar shows the total of the command line': async ({ code, page, cli }) => {
    return page.untilTotal(exactly(`${cli.total(code.workspace)}/mo`));
  },

  'a keystroke changes the hint before the file is saved': async ({ code, page, cli }) => {
    const text = code.read('web.tf');
    const before = await page.hint(LEGACY);
    await page.cursorAt(text, '"m4.large"', '"m4.');
    await page.type('x');
    const after = await page.until('another hint', async () => {
      const hint = await page.hint(LEGACY);
      return AMOUNT.test(hint ?? '') && hint !== before ? hint : undefined;
    });
    assert.equal(code.read('web.tf'), text, 'the file must not be saved yet');
    code.write('web.tf', text.replace('m4.large', 'm4.xlarge'));
    const wanted = cli.monthly(code.workspace, 'aws_instance.legacy_import');
    code.write('web.tf', text);
    assert.match(after, exactly(wanted));
    await page.press('Backspace');
    await page.untilHint(LEGACY, exactly(before));
    return `${before} → ${after}`;
  },

  'a value that is no SKU is underlined, with the nearest name': async ({ code, page }) => {
    await page.cursorAt(code.read('web.tf'), '"m4.large"', '"m4.la');
    await page.press('Delete');
    await page.press('Delete');
    await page.type('gr');
    await page.untilHint(LEGACY, /unpriced/);
    await page.press('Control+Shift+m');
    const row = await page.untilText('the problem', '.markers-panel .monaco-list-row', /m4\.lagre/);
    assert.match(row, /did you mean .?m4\.large/);
    await page.press('Control+Shift+m');
    for (let i = 0; i < 2; i += 1) {
      await page.press('Backspace');
    }
    await page.type('rg');
    await page.untilHint(LEGACY, AMOUNT);
    return row.trim();
  },

  'the hover shows each component with region and source': async ({ code, page }) => {
    await page.cursorAt(code.read('web.tf'), LEGACY, 'resource "aws_ins');
    await page.press('Control+k');
    await page.press('Control+i');
    const hover = await page.untilText('the hover', '.monaco-hover .hover-contents', /Instance usage/);
    for (const wanted of [/us-east-1/, /\$73\.00/, /\$0\.10/, /730/, /gp2/]) {
      assert.match(hover, wanted);
    }
    assert.ok((await page.page.locator('.monaco-hover table tr').count()) > 2, 'a table with a row per component');
    await page.screenshot(join(import.meta.dirname, '../out/hover.png'));
    await page.press('Escape');
  },

  'an exceeded budget is underlined until it is raised': async ({ code, page }) => {
    await page.page.locator('.squiggly-warning').first().waitFor({ state: 'attached', timeout: 30_000 });
    await page.press('Control+Shift+m');
    const row = await page.untilText('the problem', '.markers-panel .monaco-list-row', /[Bb]udget.*storefronts/);
    const settings = code.read('.cloudoptima.yaml');
    code.write('.cloudoptima.yaml', settings.replace(/monthly: 150\b/, 'monthly: 5000'));
    await page.until('no problem', async () => !(await page.texts('.markers-panel .monaco-list-row')).some((it) => /storefronts/.test(it)));
    code.write('.cloudoptima.yaml', settings);
    await page.untilText('the problem again', '.markers-panel .monaco-list-row', /storefronts/);
    await page.press('Control+Shift+m');
    return row.trim();
  },

  'the quick fix of the lightbulb saves what it promised': async ({ code, page, cli }) => {
    const text = code.read('web.tf');
    const before = cents(await page.total());
    await page.cursorAt(text.slice(0), '= "gp2"\n  size', '= "g');
    const row = page.page.locator('.action-widget .monaco-list-row').filter({ hasText: 'gp3' }).first();
    // The bulb of the line before stays for a moment: only the menu of the 500 GB volume ($5.00) counts.
    await page.until('the menu of the volume', async () => {
      const bulb = page.page.locator('.lightBulbWidget, .codicon-gutter-lightbulb, .codicon-gutter-lightbulb-auto-fix').first();
      await bulb.click({ timeout: 2_000 }).catch(() => undefined);
      await row.waitFor({ timeout: 2_000 }).catch(() => undefined);
      const offered = await row.textContent({ timeout: 100 }).catch(() => '');
      if (offered.includes('$5.00')) return offered;
      await page.press('Escape');
      return undefined;
    });
    const title = (await row.textContent()).replaceAll('\u00a0', ' ').trim();
    const promised = cents(title);
    await page.screenshot(join(import.meta.dirname, '../out/lightbulb.png'));
    await row.click();
    const total = await page.until('a lower total', async () => {
      const now = await page.total();
      return now !== undefined && cents(now) < before ? now : undefined;
    });
    assert.equal(before - cents(total), promised, `${title}: the total went from ${before} to ${cents(total)} cents`);
    assert.equal(code.read('web.tf'), text, 'a quick fix leaves saving to the user');
    await page.press('Control+s');
    await page.until('the file saved', () => code.read('web.tf') !== text);
    assert.match(code.read('web.tf'), /"aws_ebs_volume" "import_archive" \{[^]*\btype\s*= "gp3"/);
    assert.match(total, exactly(cli.total(code.workspace)));
    return title;
  },

  'hints are toggled': async ({ page }) => {
    await page.command('CloudOptima: Toggle Cost Hints');
    await page.untilHint(LEGACY, /^$/);
    await page.command('CloudOptima: Toggle Cost Hints');
    return page.untilHint(LEGACY, AMOUNT);
  },

  'the breakdown opens as a document': async ({ code, page, cli }) => {
    await page.command('CloudOptima: Show Cost Breakdown');
    const shown = page.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('body');
    const wanted = exactly(`${cli.total(code.workspace)}/mo`);
    const text = await page.until('the breakdown', async () => {
      const text = await shown.innerText({ timeout: 100 }).catch(() => '');
      return wanted.test(text) && /aws_db_instance\.orders/.test(text) ? text : undefined;
    });
    await page.screenshot(join(import.meta.dirname, '../out/breakdown.png'));
    await page.file('web.tf');
    return text.split('\n')[0];
  },

  'the log opens': async ({ page }) => {
    await page.command('CloudOptima: Open Log');
    await page.untilText('where the server is', '.panel .view-line', /starting .*\/extensions\/cloudoptima/);
    await page.command('View: Toggle Panel Visibility');
  },

  'a restarted server shows its hints': async ({ code, page }) => {
    const [before] = code.languageServers();
    assert.ok(before, 'no server is running');
    await page.command('CloudOptima: Restart Server');
    const after = await page.until('another process', () => {
      const running = code.languageServers();
      return running.length === 1 && running[0] !== before ? running[0] : undefined;
    });
    await page.untilHint(LEGACY, AMOUNT);
    return `process ${before} → ${after}`;
  },

  'a server path that is no program is reported': async ({ code, page }) => {
    const path = join(code.root, 'no-such-server');
    code.setMachine({ 'cloudoptima.server.path': path });
    const toast = await page.untilText('the message', '.notification-toast', /cloudoptima\.server\.path/);
    assert.match(toast, exactly(path));
    await page.until('no server', () => code.languageServers().length === 0);
    return toast;
  },

  'a server path that is a program is used': async ({ code, page }) => {
    const wrapper = join(code.root, 'wrapper.sh');
    const mark = join(code.root, 'wrapper-ran');
    const own = readdirSync(code.extensions).find((it) => it.startsWith('cloudoptima.'));
    const server = join(code.extensions, own, 'server/cloudoptima');
    writeFileSync(wrapper, `#!/bin/sh\necho "$@" > ${mark}\nexec ${server} "$@"\n`);
    chmodSync(wrapper, 0o755);
    code.setMachine({ 'cloudoptima.server.path': wrapper });
    await page.until('the wrapper started', () => existsSync(mark));
    const hint = await openAgain({ code, page });
    code.setMachine({});
    return hint;
  },
};
