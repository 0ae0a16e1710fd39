// Settings that the extension itself reads; the server reads the others.
import * as vscode from 'vscode';

const SECTION = 'cloudoptima';

/** Path of a server binary of the user's own; empty: the one inside the extension. */
export function serverPath(): string {
  return vscode.workspace.getConfiguration(SECTION).get('server.path', '').trim();
}

/** Turns the hints on or off for this user, or for the workspace where it sets them itself. */
export async function toggleHints(): Promise<void> {
  const config = vscode.workspace.getConfiguration(SECTION);
  const inWorkspace = config.inspect('hints.enabled')?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await config.update('hints.enabled', !config.get('hints.enabled', true), target);
}
