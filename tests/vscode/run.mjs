// Tests of the packaged extension in a real VS Code, shown by a real browser.
// Usage: node run.mjs VSIX SERVER_BINARY VSCODE_FOLDER [PICTURE]
// The binary answers on the command line what the editor must show. With PICTURE, the README's picture is taken.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandLine } from './command_line.mjs';
import { Page } from './page.mjs';
import { takePicture } from './picture.mjs';
import { tests } from './tests.mjs';
import { VsCode } from './vscode.mjs';

const [vsix, binary, installed, picture] = process.argv.slice(2).map((it) => resolve(it));
const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'tests/out');
mkdirSync(out, { recursive: true });

const code = new VsCode(installed, join(root, 'fixtures/quickstart'));
let page;
let passed = 0;
let failed = 0;

async function one(name, run) {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  const file = join(out, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
  try {
    const said = await run({ code, page, cli: new CommandLine(binary) });
    passed += 1;
    console.log(`ok      ${name} (${seconds()})${said === undefined ? '' : `: ${said}`}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name} (${seconds()}): ${error.message}`);
  }
  await page.screenshot(file);
}

try {
  code.install(vsix);
  await code.start();
  page = await Page.open(installed);
  if (picture !== undefined) {
    await takePicture(code, page, picture);
  } else {
    for (const [name, run] of Object.entries(tests)) {
      await one(name, run);
    }
  }
} catch (error) {
  failed += 1;
  console.log(`FAILED  VS Code with the extension starts: ${error.stack}`);
} finally {
  await page?.close();
  await code.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
