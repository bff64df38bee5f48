/** What a command of `npm run minzheng` is, and how its arguments are read. Wrong use ends with one line in Chinese and English, exit 2. */

import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';

/** `process` is one. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** Exit code: 0 done, 1 could not be done, 2 wrong use. */
  run(args: string[], io: CommandIo): Promise<number>;
}

/** The caller wrote something that cannot be understood. */
export class UsageError extends Error {}

type OptionKinds = Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>;

/** Options and the words between them. An unknown option is a UsageError. */
export function readArguments<const T extends OptionKinds>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    const shown = args.find((word) => word.startsWith('--') && !known.includes(word.split('=')[0]!));
    throw new UsageError(
      shown
        ? `没有选项 ${shown}，可用：${known.join(' ')} / unknown option ${shown}`
        : `选项缺少取值 / an option lacks its value: ${(error as Error).message.split('\n')[0]}`,
    );
  }
}

/** Runs a command body: faults that the caller can mend become one line on stderr. */
export async function guarded(
  io: CommandIo,
  mendable: readonly (new (...args: never[]) => Error)[],
  body: () => Promise<number>,
): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr.write(`${error.message}\n`);
      return 2;
    }
    if (error instanceof Error && mendable.some((kind) => error instanceof kind)) {
      io.stderr.write(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}
