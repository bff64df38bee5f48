/**
 * Brings the stories to where the demonstration finds them, by the real actions of the real accounts, on a clock of its own that starts
 * in summer and ends when the demonstration begins. Safe to run again after a kill: what was done answers that it was done.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plainDateOf, plusDays } from '../../../kernel/calendar/index.ts';
import { setScenario } from '../../../kernel/exchange/server.ts';
import {
  actOnBatch,
  bankAnswers,
  bankFilesOf,
  batchLines,
  batchView,
  downloadBankFile,
  freezeBatch,
  importBankResult,
  type ReturnCode,
} from '../../../kernel/payment/server.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { act, myDrafts, noticeOfCase, objectTo, openCase, saveDraft } from '../../../kernel/service/server.ts';
import { aidDays, leaveReport } from './aid.ts';
import { leaveClues } from './clues.ts';
import { entrustTownships } from './entrusted.ts';
import { fraudDays } from './fraud.ts';
import { stories, storyOf } from './index.ts';
import { matterDays } from './matters.ts';
import { type PathStep, pathToRest } from './path.ts';
import { places } from './places.ts';
import { makePlayers, must, type Players, type Stage, upload, uploadAll } from './players.ts';
import { priceDays } from './prices.ts';
import { reviewDays } from './reviews.ts';
import { filled, type Story } from './story.ts';
import { leaveToPublic } from './watched.ts';

export const SEEDING_START: PlainDate = '2026-06-05';
const ITEM = 'SA-01';
const COUNTY = '421202000000';
const HOURS_OF_A_DAY_DOWN = 8;

async function submit(stage: Stage, players: Players, story: Story): Promise<void> {
  const actor = await players.holder(story);
  const signatures: Record<string, string> = {};
  for (const signer of story.form.signers) signatures[signer] = await upload(stage, actor, 'consent');
  const channel = story.persons.some((p) => p.ref === 'agent') ? 'proxy' : 'mobile';
  must(
    `${story.key} submit`,
    await openCase(stage.context, actor, {
      itemId: ITEM,
      channel,
      form: filled(story, signatures),
      requestId: `story-${story.key}-submit`,
    }),
  );
}

async function perform(stage: Stage, players: Players, story: Story, step: PathStep): Promise<void> {
  if (step.action === 'submit') return submit(stage, players, story);
  const city = systemActor('demonstration', stage.context.city);
  const kase = await stage.context.read(city, (tx) =>
    tx.one<{ id: string; version: number }>(
      sql`select id, version from service_case where item_id = ${ITEM} and division = ${places[story.place]} and applicant_name = ${story.form.applicant.name} order by submitted_at limit 1`,
    ),
  );
  const requestId = `story-${story.key}-${step.action}`;
  if (step.by === 'neighbour') {
    const notice = await stage.context.read(city, (tx) => noticeOfCase(tx, kase.id));
    return must(
      requestId,
      await objectTo(stage.context, {
        noticeId: notice!.id,
        ...(step.input as { text: string; name: string; phone: string }),
        requestId,
      }),
    );
  }
  const actor = step.by === 'applicant' ? await players.holder(story) : await players.staff(step.by.login);
  const files = await uploadAll(stage, actor, step.files);
  must(
    requestId,
    await act(stage.context, actor, {
      caseId: kase.id,
      action: step.action,
      version: kase.version,
      requestId,
      input: { ...step.input, ...files },
    }),
  );
}

interface Run {
  readonly month: YearMonth;
  /** The pay day, when the bank answers; null: not sent yet. */
  readonly paidOn: PlainDate | null;
  readonly freezeOn: PlainDate;
  /** Stories whose line the bank sends back. */
  readonly returns: Readonly<Record<string, ReturnCode>>;
}

/** July and August are paid; the list of September waits for the township. The lists of a month freeze by themselves from the 20th before; what is asked here finds them. */
const runs: readonly Run[] = [
  { month: '2026-07', freezeOn: '2026-06-30', paidOn: '2026-07-10', returns: {} },
  { month: '2026-08', freezeOn: '2026-07-27', paidOn: '2026-08-10', returns: { returned: 'R01', newborn: 'R02' } },
  { month: '2026-09', freezeOn: '2026-08-28', paidOn: null, returns: {} },
];

async function freeze(stage: Stage, players: Players, run: Run): Promise<string> {
  const finance = await players.staff('caiwu');
  const frozen = await freezeBatch(stage.context, finance, {
    programme: 'dibao',
    county: COUNTY,
    month: run.month,
    requestId: `story-freeze-${run.month}`,
  });
  must(`freeze ${run.month}`, frozen);
  if (frozen.ok) return frozen.value.id;
  throw new Error(`demonstration: the batch of ${run.month} was asked for twice with different bodies`);
}

async function batchStep(
  stage: Stage,
  players: Players,
  batch: { id: string; month: YearMonth },
  by: string,
  action: string,
  input: unknown = {},
): Promise<void> {
  const actor = await players.staff(by);
  const view = await stage.context.read(actor, (tx) => batchView(tx, batch.id));
  if (!view.ok) throw new Error(`demonstration: batch of ${batch.month} is not seen by ${by}`);
  must(
    `${action} ${batch.month}`,
    await actOnBatch(stage.context, actor, {
      batchId: batch.id,
      action,
      version: view.value.version,
      requestId: `story-${batch.month}-${action}`,
      input,
    }),
  );
}

async function pay(stage: Stage, players: Players, run: Run, id: string): Promise<void> {
  const batch = { id, month: run.month };
  await batchStep(stage, players, batch, 'caiwu', 'sendToBank');
  const finance = await players.staff('caiwu');
  const { files, lines } = await stage.context.write(finance, async (tx) => ({
    files: await bankFilesOf(tx, id),
    lines: (await batchLines(tx, id, {})).items,
  }));
  const returns: Record<string, ReturnCode> = {};
  for (const [key, code] of Object.entries(run.returns)) {
    const line = lines.find((l) => l.personName === storyOf(key).form.applicant.name);
    if (line) returns[line.id] = code;
  }
  for (const { id: fileId, bank } of files) {
    const file = await stage.context.write(finance, (tx) => downloadBankFile(tx, fileId));
    if (!file.ok) throw new Error(`demonstration: ${bank} file of ${run.month}: ${file.code}`);
    must(
      `result ${run.month} ${bank}`,
      await importBankResult(stage.context, finance, {
        fileId,
        content: await bankAnswers(file.value.bytes, { format: file.value.format, returns }),
        requestId: `story-${run.month}-result-${bank}`,
      }),
    );
  }
  const paidFen = lines.filter((l) => !(l.id in returns)).reduce((sum, l) => sum + l.amountFen, 0);
  await batchStep(stage, players, batch, 'caiwu', 'reconcile', { statedFen: paidFen });
}

/** What falls on each day, in order: steps of stories, then of batches. */
function programme(stage: Stage, players: Players): Map<PlainDate, (() => Promise<void>)[]> {
  const days = new Map<PlainDate, (() => Promise<void>)[]>();
  const on = (day: PlainDate, work: () => Promise<void>) => days.set(day, [...(days.get(day) ?? []), work]);
  for (const story of stories)
    for (const step of pathToRest(story, stage.context.calendar)) {
      if (step.action !== 'startCheck') {
        on(step.on, () => perform(stage, players, story, step));
        continue;
      }
      on(step.on, () => checkThrough(stage, players, story, step));
    }
  for (const { day, work } of aidDays(stage, players)) on(day, work);
  for (const { on: day, work } of reviewDays(stage.context, { ...players, must })) on(day, work);
  for (const { on: day, work } of fraudDays(stage, players)) on(day, work);
  for (const run of runs) {
    on(run.freezeOn, async () => {
      const batch = { id: await freeze(stage, players, run), month: run.month };
      await batchStep(stage, players, batch, 'caiwu', 'startCheck');
      if (run.paidOn === null) return;
      await batchStep(stage, players, batch, 'xiang', 'confirmTownship');
      await batchStep(stage, players, batch, 'caiwu', 'submitReview');
      await batchStep(stage, players, batch, 'fuhe', 'reviewCounty');
      await batchStep(stage, players, batch, 'caizheng', 'approveTreasury');
    });
    if (run.paidOn) on(run.paidOn, async () => pay(stage, players, run, await freeze(stage, players, run)));
  }
  for (const { on: day, work } of [...matterDays(stage, players), ...priceDays(stage, players)]) on(day, work);
  return days;
}

/** The departments answer on the same day; the one that is down is asked until it is given up. */
async function checkThrough(stage: Stage, players: Players, story: Story, step: PathStep): Promise<void> {
  const { down } = story;
  const checker = systemActor('demonstration', stage.context.city);
  if (down) await stage.context.write(checker, (tx) => setScenario(tx, { source: down, mode: 'down' }));
  await perform(stage, players, story, step);
  await stage.runDue();
  if (!down) return;
  for (let hour = 1; hour <= HOURS_OF_A_DAY_DOWN; hour++) {
    stage.moveTo(`${step.on}T${String(9 + hour).padStart(2, '0')}:30:00+08:00`);
    await stage.runDue();
  }
  await stage.context.write(checker, (tx) => setScenario(tx, { source: down, mode: 'normal' }));
}

/** The village worker has begun the form with the family that has not applied: what is missing are the signatures and the promise. */
async function leaveDraft(stage: Stage, players: Players): Promise<void> {
  const { signers: _, promise: __, ...form } = storyOf('fresh').form;
  const title = `低保申请：${form.applicant.name}`;
  await stage.context.write(await players.staff('cun'), async (tx) => {
    if ((await myDrafts(tx)).some((draft) => draft.title === title)) return;
    must('draft', await saveDraft(tx, { itemId: ITEM, title, content: { values: { ...form, consents: [] }, step: 0 } }));
  });
}

/** Work of stories that are played by their own script, on its day. */
export interface DayWork {
  readonly on: PlainDate;
  work(): Promise<void>;
}

/**
 * The day on which a story was last played: the days before it are whole. Their jobs must not run again: what has been granted since would get a list
 * of a month that has passed.
 */
async function playedUntil(stage: Stage): Promise<PlainDate> {
  const city = systemActor('demonstration', stage.context.city);
  const { at } = await stage.context.read(city, (tx) =>
    tx.one<{ at: string | null }>(sql`select max(at) as at from request_answer where request_id like 'story-%'`),
  );
  return at === null ? SEEDING_START : plainDateOf(at);
}

/** Plays every day from the seeding start to the day before `until`, then moves to `until`. `also`: what other scripts do meanwhile. */
export async function playStories(
  stage: Stage,
  until: { day: PlainDate; instant: string },
  also: readonly DayWork[] = [],
): Promise<void> {
  await entrustTownships(stage);
  const players = makePlayers(stage.context);
  const days = programme(stage, players);
  for (let day = await playedUntil(stage); day < until.day; day = plusDays(day, 1)) {
    stage.moveTo(`${day}T09:00:00+08:00`);
    await stage.runDue();
    for (const work of days.get(day) ?? []) await work();
    for (const { work } of also.filter((other) => other.on === day)) await work();
  }
  stage.moveTo(until.instant);
  await stage.runDue();
  await leaveClues(stage, players.staff, until.day);
  await leaveDraft(stage, players);
  await leaveReport(stage);
  await leaveToPublic(stage, players);
  await players.leave();
}
