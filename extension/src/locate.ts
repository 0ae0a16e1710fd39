// Where the server is: the setting, the binary inside the extension, PATH.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAME = process.platform === 'win32' ? 'cloudoptima.exe' : 'cloudoptima';

export type Located = { path: string } | { problem: string };

export function locate(extensionPath: string, setting: string): Located {
  if (setting !== '') {
    return isExecutable(setting)
      ? { path: setting }
      : { problem: `CloudOptima: cloudoptima.server.path names ${setting}, which is no executable file. Correct the setting or empty it to use the server of the extension.` };
  }
  const candidates = [join(extensionPath, 'server', NAME), ...onPath()];
  const path = candidates.find(isExecutable);
  return path === undefined
    ? { problem: 'CloudOptima: this package has no server for your platform. Install the cloudoptima binary on PATH, or name it in cloudoptima.server.path.' }
    : { path };
}

function onPath(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((dir) => dir !== '').map((dir) => join(dir, NAME));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
