// Starts the server and shows what it says. No cost is computed or formatted here.
import * as vscode from 'vscode';
import { Server } from './client';
import { Commands } from './commands';
import { StatusBar } from './views/status';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = new Server(context);
  const parts = [server, new StatusBar(server), new Commands(server)];
  for (const part of parts) {
    part.register();
    context.subscriptions.push(part);
  }
  await server.start();
}
