// The README's picture: hints in two files, a hover and the total, as VS Code shows them.
const LINE = 'resource "aws_instance" "legacy_import" {';

export async function takePicture(code, page, path) {
  code.setUser({
    'breadcrumbs.enabled': false,
    'editor.folding': false,
    'editor.fontSize': 14,
    'editor.glyphMargin': false,
    'editor.lightbulb.enabled': 'off',
    'editor.lineHeight': 23,
    'editor.lineNumbersMinChars': 3,
    'editor.scrollBeyondLastLine': false,
    'editor.stickyScroll.enabled': false,
    'workbench.activityBar.location': 'hidden',
  });
  await page.goto(code.url('web.tf'));
  await page.untilHint(LINE, /\$/, 60_000);
  await page.untilTotal(/\$/);
  await page.press('Control+b');
  await page.press('Control+\\');
  await page.page.locator('.editor-group-container').nth(1).waitFor();
  await page.file('data.tf');
  await page.untilHint('resource "aws_db_instance" "orders" {', /\$/);
  await page.command('View: Close Other Editors in Group');
  await page.press('Control+1');
  const left = await page.page.locator('.editor-group-container').first().boundingBox();
  await page.drag(left.x + left.width, left.x + left.width + 70, 600);
  await page.cursor(24, 1);
  await page.page.locator('.view-line span span').filter({ hasText: 'aws_instance' }).first().hover();
  await page.untilText('the hover', '.monaco-hover .hover-contents', /Instance usage/);
  await page.screenshot(path);
}
