/**
 * Asks the departments, each in a lane of its own so that a slow one delays nobody else. A query is taken in one transaction, asked outside
 * of any, and its outcome recorded in another: a worker that dies in between only delays the query until its lease is over.
 */
import { systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { startWorker, type Worker } from '../worker/server.ts';
import type { Connector } from './connector.ts';
import type { Query, QueryFault } from './index.ts';
import { checkAnswer, onQueryAsked, recordAnswer, recordFault, type TakenQuery, takeDue } from './query.ts';

export interface WorkerOptions {
  /** Runs in the transaction that records an attempt's outcome, so that whoever asked sees it at once. */
  settled?: (tx: Tx, query: Query) => Promise<void>;
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
async function ask(
  connector: Connector,
  query: TakenQuery,
  timeoutMs: number,
): Promise<{ answer: unknown } | { fault: QueryFault }> {
  const control = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TimedOut()), timeoutMs);
    });
    const call = connector.query(
      {
        queryId: query.id,
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
    const checked = checkAnswer({ source: query.source, idNumber: query.subject.idNumber }, answer);
    return checked.ok ? { answer: checked.value } : { fault: checked.code };
  } catch (error) {
    return { fault: error instanceof TimedOut ? 'timeout' : 'unavailable' };
  } finally {
    clearTimeout(timer);
    control.abort();
  }
}

/** The worker over the whole city. It does nothing until `start` or `drain`. */
export function runQueries(context: Context, connectors: readonly Connector[], options: WorkerOptions = {}): QueryWorker {
  const { timeoutMs = 10_000, maxAttempts = 8, pauseMs = growingPause, parallel = 4, pollMs = 2_000 } = options;
  const { settled = async () => {}, onError = () => {} } = options;
  const actor = systemActor('exchange', context.city);

  async function attempt(connector: Connector, query: TakenQuery): Promise<void> {
    const outcome = await ask(connector, query, timeoutMs);
    await context.write(actor, async (tx) => {
      if ('fault' in outcome) {
        const failed = await recordFault(tx, { queryId: query.id, fault: outcome.fault, maxAttempts, pauseMs });
        if (failed) await settled(tx, failed);
        return;
      }
      const answered = await recordAnswer(tx, { queryId: query.id, answer: outcome.answer });
      // Closed meanwhile (another worker, a letter, a withdrawn consent): the first outcome stands.
      if (answered.ok) await settled(tx, answered.value);
    });
  }

  async function drainLane(connector: Connector): Promise<number> {
    for (let count = 0; ; ) {
      const due = await context.write(actor, (tx) =>
        takeDue(tx, { source: connector.source, limit: parallel, leaseMs: timeoutMs + MINUTE }),
      );
      if (due.length === 0) return count;
      const outcomes = await Promise.allSettled(due.map((query) => attempt(connector, query)));
      const broken = outcomes.find((o) => o.status === 'rejected');
      if (broken) throw broken.reason;
      count += due.length;
    }
  }

  let lanes: Worker[] = [];
  let deaf = () => {};
  const wake = () => {
    for (const lane of lanes) lane.wake();
  };
  return {
    wake,
    start() {
      if (lanes.length > 0) return;
      deaf = onQueryAsked(wake);
      lanes = connectors.map((connector) => startWorker({ everyMs: pollMs, work: () => drainLane(connector), onError }));
    },
    async drain() {
      const counts = await Promise.all(connectors.map(drainLane));
      return counts.reduce((sum, n) => sum + n, 0);
    },
    async stop() {
      deaf();
      await Promise.all(lanes.map((lane) => lane.stop()));
      lanes = [];
    },
  };
}
