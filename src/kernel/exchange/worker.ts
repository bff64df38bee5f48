/**
 * Asks the departments, each in a lane of its own so that a slow one delays nobody else. All that is due is taken in one transaction, asked
 * outside of any, and what arrives together is recorded together: a worker that dies in between only delays queries until their lease is over.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { startWorker, type Worker } from '../worker/server.ts';
import { type Attempt, anyDue, recordAttempts, type TakenQuery, takeDue } from './attempts.ts';
import type { Connector } from './connector.ts';
import type { Query, Source } from './index.ts';
import { checkAnswer, onQueryAsked } from './query.ts';

export interface WorkerOptions {
  /** Runs in the transaction that records outcomes, so that whoever asked sees them at once. */
  settled?: (tx: Tx, queries: readonly Query[]) => Promise<void>;
  /** Real time that a department has for one answer. */
  timeoutMs?: number;
  /** Attempts before a query is given up. */
  maxAttempts?: number;
  /** Business time before the next attempt. */
  pauseMs?: (attempts: number) => number;
  /** Queries of one source asked at a time. */
  parallel?: number;
  pollMs?: number;
  /** Told of faults of the platform itself; a department's fault is on record with its query. */
  onError?: (error: unknown) => void;
}

export interface QueryWorker {
  start(): void;
  wake(): void;
  /** Asks everything that is due now, until nothing is. Returns the number of attempts. */
  drain(): Promise<number>;
  stop(): Promise<void>;
}

const MINUTE = 60_000;
/** 1, 4, 16 minutes, then every hour: with 8 attempts a department may be down for some five hours. */
const growingPause = (attempts: number): number => Math.min(MINUTE * 4 ** (attempts - 1), 60 * MINUTE);

class TimedOut extends Error {}

/** The answer or the fault. The race ends also when a connector ignores the signal. */
async function ask(connector: Connector, query: TakenQuery, timeoutMs: number): Promise<Attempt> {
  const queryId = query.id;
  const control = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TimedOut()), timeoutMs);
    });
    const call = connector.query(
      {
        queryId,
        idNumber: query.subject.idNumber,
        name: query.subject.name,
        asOf: query.dataAsOf,
        caseId: query.caseId,
        purpose: query.purpose,
        requestedBy: query.requestedBy,
      },
      control.signal,
    );
    const answer = await Promise.race([call, late]);
    const checked = checkAnswer({ source: query.source, idNumber: query.subject.idNumber, tells: connector.tells }, answer);
    return checked.ok ? { queryId, answer: checked.value } : { queryId, fault: checked.code };
  } catch (error) {
    return { queryId, fault: error instanceof TimedOut ? 'timeout' : 'unavailable' };
  } finally {
    clearTimeout(timer);
    control.abort();
  }
}

/** Writes what arrives while a write is under way with the next one. One that cannot be written does not keep the others back. */
function gatherWrites<T>(write: (items: readonly T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: { item: T; done: () => void; broken: (error: unknown) => void }[] = [];
  let writing = false;
  const flush = async () => {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) {
      await nextTurn();
      const now = waiting;
      waiting = [];
      try {
        await write(now.map((w) => w.item));
        for (const { done } of now) done();
      } catch (error) {
        if (now.length === 1) now[0]!.broken(error);
        else for (const { item, done, broken } of now) await write([item]).then(done, broken);
      }
    }
    writing = false;
  };
  return (item) =>
    new Promise((done, broken) => {
      waiting.push({ item, done, broken });
      void flush();
    });
}

/** The worker over the whole city. It does nothing until `start` or `drain`. */
export function runQueries(context: Context, connectors: readonly Connector[], options: WorkerOptions = {}): QueryWorker {
  const { timeoutMs = 10_000, maxAttempts = 8, pauseMs = growingPause, parallel = 8, pollMs = 2_000 } = options;
  const { settled = async () => {}, onError = () => {} } = options;
  const actor = systemActor('exchange', context.city);
  const bySource = new Map(connectors.map((connector) => [connector.source, connector]));
  const busy = new Set<Source>();

  const record = gatherWrites<Attempt>((attempts) =>
    context.write(actor, async (tx) => {
      const changed = await recordAttempts(tx, attempts, { maxAttempts, pauseMs });
      if (changed.length > 0) await settled(tx, changed);
    }),
  );

  /** What is due of the sources that are not being asked now; their lanes are busy from here on. */
  async function take(): Promise<TakenQuery[]> {
    const free = [...bySource.keys()].filter((source) => !busy.has(source));
    if (free.length === 0) return [];
    for (const source of free) busy.add(source);
    let due: TakenQuery[] = [];
    try {
      if (await context.read(actor, (tx) => anyDue(tx, free)))
        due = await context.write(actor, (tx) => takeDue(tx, { sources: free, limit: parallel, leaseMs: timeoutMs + MINUTE }));
      return due;
    } finally {
      for (const source of free) if (!due.some((query) => query.source === source)) busy.delete(source);
    }
  }

  async function lane(source: Source, queries: readonly TakenQuery[]): Promise<void> {
    const outcomes = await Promise.allSettled(
      queries.map(async (query) => record(await ask(bySource.get(source)!, query, timeoutMs))),
    );
    busy.delete(source);
    const broken = outcomes.find((o) => o.status === 'rejected');
    if (broken) throw broken.reason;
  }

  const sleepers = new Set<() => void>();
  /** Until something was asked, or for a while: a lane that is slow keeps nobody from looking again. */
  async function lanesOrNews(lanes: ReadonlySet<Promise<void>>): Promise<void> {
    let rouse = () => {};
    const news = new Promise<void>((resolve) => {
      rouse = resolve;
    });
    const timer = setTimeout(rouse, pollMs);
    sleepers.add(rouse);
    await Promise.race([...lanes, news]);
    sleepers.delete(rouse);
    clearTimeout(timer);
  }

  /** Asks until nothing is due. `wait`: what to do while lanes are under way. */
  async function pump(wait: (lanes: ReadonlySet<Promise<void>>) => Promise<unknown>): Promise<number> {
    const lanes = new Set<Promise<void>>();
    const broken: unknown[] = [];
    for (let count = 0; ; ) {
      const due = broken.length > 0 ? [] : await take();
      count += due.length;
      for (const source of new Set(due.map((query) => query.source))) {
        const own = due.filter((query) => query.source === source);
        const running: Promise<void> = lane(source, own)
          .catch((error) => void broken.push(error))
          .finally(() => lanes.delete(running));
        lanes.add(running);
      }
      if (lanes.size > 0) await wait(lanes);
      else if (broken.length > 0) throw broken[0];
      else if (due.length === 0) return count;
    }
  }

  let loop: Worker | null = null;
  let deaf = () => {};
  const wake = () => {
    for (const rouse of sleepers) rouse();
    loop?.wake();
  };
  return {
    wake,
    start() {
      if (loop) return;
      deaf = onQueryAsked(wake);
      loop = startWorker({ everyMs: pollMs, work: () => pump(lanesOrNews), onError });
    },
    drain: () => pump((lanes) => Promise.race(lanes)),
    async stop() {
      deaf();
      await loop?.stop();
      loop = null;
    },
  };
}
