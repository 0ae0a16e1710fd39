// The commands of the palette.
import * as vscode from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';
import type { Server } from './client';
import { toggleHints } from './config';
import { ShowBreakdown } from './protocol';
import type { BreakdownView } from './views/breakdown';

const NOT_RUNNING = 'CloudOptima: the server is not running. Run "CloudOptima: Restart Server", or open the log.';

export class Commands implements vscode.Disposable {
  private readonly registered: vscode.Disposable[] = [];

  constructor(private readonly server: Server, private readonly breakdown: BreakdownView) {}

  register(): void {
    this.add('showBreakdown', () => this.showBreakdown());
    this.add('toggleHints', toggleHints);
    this.add('restartServer', () => this.server.restart());
    this.add('openLog', () => this.server.log.show());
  }

  private add(name: string, run: () => unknown): void {
    this.registered.push(vscode.commands.registerCommand(`cloudoptima.${name}`, run));
  }

  private async showBreakdown(): Promise<void> {
    const client = this.server.running;
    if (client === undefined) {
      void vscode.window.showWarningMessage(NOT_RUNNING);
      return;
    }
    const content: string = await client.sendRequest(ExecuteCommandRequest.type, { command: ShowBreakdown });
    await this.breakdown.show(content);
  }

  dispose(): void {
    this.registered.forEach((it) => it.dispose());
  }
}
