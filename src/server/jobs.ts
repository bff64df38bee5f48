/** Everything that happens without anybody asking: timers and alerts of cases, events, queries, messages, seals, cleaning. */
import path from 'node:path';
import { systemActor } from '../kernel/access/index.ts';
import { sealAudit, startSealing } from '../kernel/audit/server.ts';
import { lapseBookings } from '../kernel/booking/server.ts';
import { refreshCalendar } from '../kernel/calendar/server.ts';
import { endClueHolds, raiseClueAlerts } from '../kernel/clue/server.ts';
import { tellEnded } from '../kernel/consultation/server.ts';
import type { Context } from '../kernel/context/server.ts';
import { releaseDatasets } from '../kernel/dataset/server.ts';
import { applyDueChanges, refreshDivisions } from '../kernel/division/server.ts';
import { anyUnboundFile, openFileStore, removeUnboundFiles } from '../kernel/document/server.ts';
import { makeDispatcher } from '../kernel/event/server.ts';
import { runQueries } from '../kernel/exchange/server.ts';
import type { Domain } from '../kernel/http/domain.ts';
import { raiseDeliveryAlarm } from '../kernel/monitor/server.ts';
import { type Adapters, deliverOutgoing, startDelivery } from '../kernel/notice/server.ts';
import { allProgrammes, freeHeld, freezeUnanswered, keepFigures, keepReceiving, listDue } from '../kernel/payment/server.ts';
import { tellLimits } from '../kernel/register/server.ts';
import { advanceRuns, onRunsWaiting } from '../kernel/rehearsal/server.ts';
import { anyExpiredAccess, closeExpiredAccess, keepOlder, residentReactions } from '../kernel/resident/server.ts';
import { caseReactions, gatherOpenWork, raiseAlerts, remindApplicants, runCaseTimers } from '../kernel/service/server.ts';
import { raiseTicketAlerts } from '../kernel/ticket/server.ts';
import { eachDue, startWorker, type Work, whenDue } from '../kernel/worker/server.ts';
import { domains } from './domains.ts';

export interface Jobs {
  /** Runs everything that is due now, until nothing is. */
  runDue(): Promise<{
    changes: number;
    moved: number;
    alerts: number;
    events: number;
    queries: number;
    messages: number;
    urgent: number;
  }>;
  /** Runs them by themselves from now on: not before the demonstration city is complete, whose stories have a clock of their own. */
  start(): void;
  stop(): Promise<void>;
}

const TIMER_MS = 15_000;
const SECOND_MS = 1_000;

const listAll = (context: Context) =>
  listDue(
    context,
    allProgrammes().map(({ key }) => key),
  );

export function startJobs(
  context: Context,
  options: { dataDir: string; filesDir: string; adapters: Adapters; onError: (error: unknown) => void },
): Jobs {
  const { onError, adapters } = options;
  const headFile = path.join(options.dataDir, 'audit-head.jsonl');
  const subscriptions = [...residentReactions, ...caseReactions, ...domains.flatMap((d) => d.subscriptions)];
  const dispatcher = makeDispatcher(context, subscriptions, { onError });
  const connectors = domains.flatMap((d) => d.connectors?.(context) ?? []);
  const queries = runQueries(context, connectors, {
    onError,
    settled: async (tx, queries) => {
      for (const domain of domains) await domain.settled?.(tx, queries);
    },
  });
  const cleaner = systemActor('cleaning', context.city);
  const cleaning = [
    whenDue(anyExpiredAccess, () => context.write(cleaner, closeExpiredAccess)),
    whenDue(
      (tx) => anyUnboundFile(tx, cleaner),
      () => removeUnboundFiles(context, cleaner, openFileStore(options.filesDir)),
    ),
  ];
  let doneOn = '';
  let stopping = false;
  /** A server that is told to stop finishes the work that it is at. */
  const apart = (what: string, works: readonly Work[]) => eachDue(context, works, what, () => stopping);
  /** Money is listed when everything that may change it has been looked after. */
  const domainsAndMoney = async () => {
    await apart('works of the day', [...domains.flatMap(({ daily = [] }: Domain) => daily), freeHeld]);
    await apart('lists', [listAll, freezeUnanswered]);
  };
  /**
   * What the domains do every day, then the monthly lists whose day has come: once a business day, and harmless when repeated. What fails holds up nothing but the
   * lists; a server that was stopped meanwhile does the day again when it is back.
   */
  const daily = async () => {
    const today = context.clock.today();
    if (doneOn === today) return;
    await apart('steps of the day', [
      remindApplicants,
      tellEnded,
      tellLimits,
      domainsAndMoney,
      releaseDatasets,
      raiseDeliveryAlarm,
    ]);
    if (!stopping) doneOn = today;
  };
  /** What is late, whatever it is; and holds of money and of things that have lasted long enough. */
  const tellLate = () =>
    eachDue(context, [raiseAlerts, raiseClueAlerts, raiseTicketAlerts, endClueHolds, lapseBookings], 'limits');
  /** Counts that are kept for maps and cockpits. */
  const keepCounts = async () => {
    await apart('counts', [keepFigures, keepReceiving, keepOlder, gatherOpenWork]);
  };
  /** What the domains look after every second. */
  const urgent = (): Promise<number> =>
    eachDue(
      context,
      domains.flatMap(({ everySecond = [] }: Domain) => everySecond),
      'watches',
    );
  const runDue = async () => {
    const done = { changes: 0, moved: 0, alerts: 0, events: 0, queries: 0, messages: 0, urgent: 0 };
    for (;;) {
      const round = {
        changes: await applyDueChanges(context),
        moved: await runCaseTimers(context),
        alerts: await tellLate(),
        events: await dispatcher.dispatch(),
        queries: await queries.drain(),
        messages: await deliverOutgoing(context, adapters),
        urgent: await urgent(),
      };
      for (const key of Object.keys(done) as (keyof typeof done)[]) done[key] += round[key];
      if (round.changes + round.moved + round.alerts + round.events + round.queries === 0) break;
    }
    await advanceRuns(context);
    await daily();
    await keepCounts();
    await apart('cleaning', cleaning);
    return done;
  };
  let stopLoop: (() => Promise<unknown>) | null = null;
  const start = () => {
    if (stopLoop) return;
    dispatcher.start();
    queries.start();
    const delivery = startDelivery(context, adapters, { onError });
    const sealing = startSealing(context, { headFile, onError });
    // Rehearsals and publications: long, so beside the timers. What a killed server left is taken up at the start.
    const runs = startWorker({ everyMs: TIMER_MS, work: () => advanceRuns(context), onError });
    onRunsWaiting(runs.wake);
    const seconds = startWorker({ everyMs: SECOND_MS, work: urgent, onError });
    // Beside the timers too: what leaders look at does not wait for a long day's work.
    const counts = startWorker({ everyMs: TIMER_MS, work: keepCounts, onError });
    let timers: Promise<unknown> = Promise.resolve();
    const interval = setInterval(() => {
      timers = refreshCalendar(context)
        .then(() => refreshDivisions(context))
        // A change that cannot take effect is told, and stops neither the limits nor the lists.
        .then(() => applyDueChanges(context).catch(onError))
        .then(() => runCaseTimers(context))
        .then(tellLate)
        .then(daily)
        .catch(onError);
    }, TIMER_MS);
    stopLoop = async () => {
      stopping = true;
      clearInterval(interval);
      await timers;
      await Promise.all([
        dispatcher.stop(),
        queries.stop(),
        delivery.stop(),
        sealing.stop(),
        runs.stop(),
        seconds.stop(),
        counts.stop(),
      ]);
      await sealAudit(context, { headFile });
    };
  };
  return {
    runDue,
    start,
    stop: async () => {
      await stopLoop?.();
    },
  };
}
