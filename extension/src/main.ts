// Starts the server and shows what it says. No cost is computed or formatted here.
import * as vscode from 'vscode';
import { Server } from './client';
import { Commands } from './commands';
import { BreakdownView } from './views/breakdown';
import { StatusBar } from './views/status';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = new Server(context);
  const breakdown = new BreakdownView();
  const parts = [server, new StatusBar(server), breakdown, new Commands(server, breakdown)];
  for (const part of parts) {
    part.register();
    context.subscriptions.push(part);
  }
  await server.start();
}
