/** COPY … FROM STDIN over pg: the fastest way in, and nothing more than its protocol. */
import type pg from 'pg';

interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A value of a COPY row; a Buffer is bytea. */
export type CopyValue = string | number | null | Buffer;

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const encode = (value: CopyValue): string => {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, (c) => ESCAPES[c]!) : value;
};

/** One line of COPY text. */
export const copyLine = (values: readonly CopyValue[]): string => `${values.map(encode).join('\t')}\n`;

/** Sends lines made by `copyLine` into a table. The table and columns are the caller's own text. */
export function copyInto(client: pg.Client, table: string, columns: string, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    const copy = {
      submit: (connection: CopyConnection) => connection.query(`copy ${table} (${columns}) from stdin`),
      handleCopyInResponse(connection: CopyConnection) {
        connection.sendCopyFromChunk(Buffer.from(lines.join('')));
        connection.endCopyFrom();
      },
      handleCommandComplete() {},
      handleError(error: Error) {
        failure = error;
        reject(error);
      },
      handleReadyForQuery() {
        if (!failure) resolve();
      },
      callback(error: Error | null) {
        if (error) reject(error);
      },
    };
    client.query(copy as unknown as pg.Submittable);
  });
}
