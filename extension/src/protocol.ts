// What the server says beyond LSP. Mirror of server/lsp/src/ext.rs.
import { NotificationType } from 'vscode-languageclient';

/** The workspace's total. */
export interface Status {
  /** For the status bar: `$412/mo`. */
  label: string;
  /** Markdown. */
  tooltip: string;
}

export const StatusChanged = new NotificationType<Status>('cloudoptima/statusChanged');

/** Commands of `workspace/executeCommand`. */
export const ShowBreakdown = 'cloudoptima.server.breakdown';
