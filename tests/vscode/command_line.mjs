// What the command line says about the same files: the editor must say the same.
import { execFileSync } from 'node:child_process';

export class CommandLine {
  constructor(binary) {
    this.binary = binary;
  }

  breakdown(folder) {
    const args = ['breakdown', '--path', folder, '--format', 'json'];
    try {
      return JSON.parse(execFileSync(this.binary, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    } catch (error) {
      // Exit code 1: done, and a budget at level error is exceeded or the input has errors.
      if (error.status === 1 && error.stdout) {
        return JSON.parse(error.stdout);
      }
      throw error;
    }
  }

  /** A resource's cost a month as hints write it, below a thousand. */
  monthly(folder, address) {
    const resources = this.breakdown(folder).projects.flatMap((it) => it.breakdown.resources);
    const resource = resources.find((it) => it.name === address);
    if (resource?.monthlyCost == null) {
      throw new Error(`${address} has no cost on the command line`);
    }
    return dollars(Number(resource.monthlyCost));
  }

  /** The total a month as the status bar writes it. */
  total(folder) {
    return dollars(Number(this.breakdown(folder).totalMonthlyCost));
  }
}

/** `$1,429.16` */
export function dollars(amount) {
  return amount.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
