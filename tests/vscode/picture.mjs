// The README's picture: hints, a hover and the total, as VS Code shows them.
export async function takePicture(code, page, path) {
  await page.goto(code.url('data.tf'));
  await page.untilHint('resource "aws_db_instance" "orders" {', /\$/, 60_000);
  await page.untilTotal(/\$/);
  await page.cursorAt(code.read('data.tf'), 'resource "aws_db_instance"', 'resource "aws_db');
  await page.press('Control+k');
  await page.press('Control+i');
  await page.untilText('the hover', '.monaco-hover .hover-contents', /Database instance/);
  await page.screenshot(path);
}
