// The total in the status bar. A click opens the breakdown.
import * as vscode from 'vscode';
import type { Server } from '../client';
import type { Status } from '../protocol';

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('cloudoptima.total', vscode.StatusBarAlignment.Right, 90);
  private subscription: vscode.Disposable | undefined;

  constructor(private readonly server: Server) {}

  register(): void {
    this.item.name = 'CloudOptima total';
    this.item.command = 'cloudoptima.showBreakdown';
    this.subscription = this.server.onStatus((status) => this.show(status));
  }

  private show(status: Status | undefined): void {
    if (status === undefined || status.label === '') {
      this.item.hide();
      return;
    }
    this.item.text = `$(graph-line) ${status.label}`;
    this.item.tooltip = new vscode.MarkdownString(status.tooltip);
    this.item.show();
  }

  dispose(): void {
    this.subscription?.dispose();
    this.item.dispose();
  }
}
