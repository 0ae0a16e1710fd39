// The breakdown as a read-only document, shown as the editor shows Markdown.
import * as vscode from 'vscode';

const SCHEME = 'cloudoptima';
const DOCUMENT = vscode.Uri.from({ scheme: SCHEME, path: 'Cost breakdown.md' });

export class BreakdownView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private registration: vscode.Disposable | undefined;
  private content = '';

  register(): void {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(): string {
    return this.content;
  }

  async show(content: string): Promise<void> {
    this.content = content;
    this.changed.fire(DOCUMENT);
    await vscode.commands.executeCommand('markdown.showPreview', DOCUMENT);
  }

  dispose(): void {
    this.registration?.dispose();
    this.changed.dispose();
  }
}
