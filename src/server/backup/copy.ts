/** COPY out of and into PostgreSQL as streams, with back pressure on both sides: a table of any size passes through little memory. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type pg from 'pg';

interface CopyConnection {
  stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

const PART = 64 * 1024;

const rowsOf = (message: { text: string }): number => Number(/^COPY (\d+)$/.exec(message.text)?.[1]);

/** Runs `copy … to stdout`; `take` gets the text in parts. Returns the number of rows. */
export function copyOut(client: pg.ClientBase, statement: string, take: (part: Buffer) => Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let held: Buffer[] = [];
    let bytes = 0;
    let taking: Promise<void> = Promise.resolve();
    let waiting = 0;
    let failure: Error | undefined;
    let rows = 0;
    let stream: Socket | undefined;
    const hand = () => {
      const part = Buffer.concat(held);
      held = [];
      bytes = 0;
      waiting++;
      stream?.pause();
      taking = taking
        .then(() => (failure ? undefined : take(part)))
        .catch((error: Error) => {
          failure ??= error;
        })
        .then(() => {
          if (--waiting === 0) stream?.resume();
        });
    };
    const copy = {
      submit: (connection: CopyConnection) => connection.query(statement),
      handleCopyData(message: { chunk: Buffer }, connection: CopyConnection) {
        held.push(Buffer.from(message.chunk)); // the parser uses its buffer again
        bytes += message.chunk.length;
        stream = connection.stream;
        if (bytes >= PART) hand();
      },
      handleCommandComplete(message: { text: string }) {
        rows = rowsOf(message);
      },
      handleError(error: Error) {
        failure ??= error; // pg tells a failed query nothing more
        reject(failure);
      },
      handleReadyForQuery() {
        if (bytes > 0) hand();
        taking.then(() => (failure ? reject(failure) : resolve(rows)), reject);
      },
      callback(error: Error | null) {
        if (error) reject(error);
      },
    };
    client.query(copy as unknown as pg.Submittable);
  });
}

/** Runs `copy … from stdin` with the parts of `source`. Returns the number of rows. */
export function copyIn(client: pg.ClientBase, statement: string, source: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    let rows = 0;
    const send = async (connection: CopyConnection) => {
      try {
        for await (const part of source) {
          if (failure) return;
          connection.sendCopyFromChunk(part);
          if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
        }
        connection.endCopyFrom();
      } catch (error) {
        failure ??= error as Error;
        connection.sendCopyFail('source failed');
      }
    };
    const copy = {
      submit: (connection: CopyConnection) => connection.query(statement),
      handleCopyInResponse(connection: CopyConnection) {
        void send(connection);
      },
      handleCommandComplete(message: { text: string }) {
        rows = rowsOf(message);
      },
      handleError(error: Error) {
        failure ??= error; // pg tells a failed query nothing more
        reject(failure);
      },
      handleReadyForQuery() {
        if (failure) reject(failure);
        else resolve(rows);
      },
      callback(error: Error | null) {
        if (error) reject(error);
      },
    };
    client.query(copy as unknown as pg.Submittable);
  });
}
