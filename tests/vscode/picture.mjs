// The README's picture: hints, a hover and the total, as VS Code shows them.
const LINE = 'resource "aws_instance" "legacy_import" {';

export async function takePicture(code, page, path) {
  code.setUser({
    'breadcrumbs.enabled': false,
    'editor.fontSize': 15,
    'editor.lightbulb.enabled': 'off',
    'editor.lineHeight': 23,
    'editor.scrollBeyondLastLine': false,
    'editor.stickyScroll.enabled': false,
  });
  await page.goto(code.url('web.tf'));
  await page.untilHint(LINE, /\$/, 60_000);
  await page.untilTotal(/\$/);
  await page.press('Control+b');
  await page.cursor(24, 1);
  const word = page.page.locator('.view-line span span').filter({ hasText: 'aws_instance' }).first();
  await word.hover();
  await page.untilText('the hover', '.monaco-hover .hover-contents', /Instance usage/);
  await page.screenshot(path);
}
