// The life of the language client: start, restart, stop.
import * as vscode from 'vscode';
import { LanguageClient, State, type ServerOptions, type LanguageClientOptions } from 'vscode-languageclient/node';
import { serverPath } from './config';
import { locate } from './locate';
import { StatusChanged, type Status } from './protocol';

const LANGUAGES = ['terraform', 'opentofu', 'terraform-vars', 'hcl'];
const FILES = '**/{*.tf,*.tofu,*.tfvars,.cloudoptima.yaml,.cloudoptima.yml}';

export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('CloudOptima', { log: true });
  private readonly statusEmitter = new vscode.EventEmitter<Status | undefined>();
  /** The newest total; undefined while the server is not running. */
  readonly onStatus = this.statusEmitter.event;
  private client: LanguageClient | undefined;

  constructor(private readonly context: vscode.ExtensionContext) {}

  register(): void {
    this.context.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('cloudoptima.server.path')) {
          void this.restart();
        }
      }),
    );
  }

  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  async start(): Promise<void> {
    const found = locate(this.context.extensionPath, serverPath());
    if ('problem' in found) {
      void vscode.window.showErrorMessage(found.problem);
      return;
    }
    this.log.info(`starting ${found.path}`);
    this.client = new LanguageClient('cloudoptima', 'CloudOptima', options(found.path), this.clientOptions());
    this.client.onNotification(StatusChanged, (status) => this.statusEmitter.fire(status));
    this.client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) {
        this.statusEmitter.fire(undefined);
      }
    });
    try {
      await this.client.start();
    } catch (error) {
      void vscode.window.showErrorMessage(`CloudOptima: the server ${found.path} does not start: ${String(error)}`);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose();
  }

  private clientOptions(): LanguageClientOptions {
    const watcher = vscode.workspace.createFileSystemWatcher(FILES);
    this.context.subscriptions.push(watcher);
    return {
      documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language })),
      synchronize: { configurationSection: 'cloudoptima', fileEvents: watcher },
      outputChannel: this.log,
    };
  }

  dispose(): void {
    void this.stop();
    this.statusEmitter.dispose();
    this.log.dispose();
  }
}

function options(command: string): ServerOptions {
  return { command, args: ['lsp', '--stdio'] };
}
