/** The money of a simulated city: lists frozen by the platform's own job, carried to the bank on the pay day; differences decided once a month; standards published. */
import { sql } from '../database/sql.ts';
import { monthOf } from '../kernel/calendar/index.ts';
import {
  type AdjustmentId,
  actOnBatch,
  type BatchId,
  type BatchState,
  bankAnswers,
  bankFilesOf,
  DEAD_PAYEE_HOLD,
  decideAdjustments,
  downloadBankFile,
  importBankResult,
  type LineId,
  payDayOf,
  payEstate,
} from '../kernel/payment/server.ts';
import { actOnDraft, advanceRuns, type DraftAction, type DraftId, proposeDraft } from '../kernel/rehearsal/server.ts';
import { makeIdNumber } from '../kernel/resident/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { settleDebts } from './debts.ts';
import type { SimulatedCity } from './replay.ts';
import { closedAccounts, sendAgain, spellAsBankDoes } from './returns.ts';
import type { PublishedParameter, World } from './world.ts';

/** As the city's own parameters have them. */
const PAY_DAY = 10;
const FREEZE_DAYS = [20, 21];
const DIFFERENCES_DAY = 16;

interface OpenBatch {
  id: BatchId;
  county: string;
  state: BatchState;
  version: number;
  preparedBy: string | null;
  sumFen: number;
  /** What the bank sent back. */
  returnedFen: number;
}

const batchColumns = sql`id, county, state, version, prepared_by, sum_fen,
  (select coalesce(sum(r.returned_fen), 0)::bigint from bank_result r where r.batch_id = b.id) as returned_fen`;

const openBatches = (city: SimulatedCity): Promise<OpenBatch[]> =>
  city.context.read(city.system, (tx) =>
    tx.rows<OpenBatch>(sql`select ${batchColumns} from payment_batch b
      where state <> 'reconciled' and pay_on <= ${city.today()} and line_count > 0 order by county, programme, month limit 1000`),
  );

/** 领款人去世: of those who are paid alone somebody settles the estate and draws what is still due; families name one of their own in a review. */
async function nameHeirs(city: SimulatedCity): Promise<void> {
  const waiting = await city.context.read(city.system, (tx) =>
    tx.rows<{
      id: LineId;
      township: string;
    }>(sql`select distinct on (l.entitlement_id) l.id, left(l.division, 9) || '000' as township
      from payment_line l join payment_batch b on b.id = l.batch_id and b.sent_by is null
      where l.state = 'on-hold' and l.hold_code = ${DEAD_PAYEE_HOLD} and not exists (select from entitlement_member m join person p on p.id = m.person_id
        where m.entitlement_id = l.entitlement_id and p.life_state <> 'dead') order by l.entitlement_id, l.id limit 1000`),
  );
  for (const { id, township } of waiting) {
    const clerk = await city.staff('township-clerk', township);
    const heir = { name: '代领', idNumber: makeIdNumber(township.slice(0, 6), '1970-01-01', 999), relation: '亲属' };
    const account = { bank: '咸宁农村商业银行', number: `62189${township.slice(0, 11)}` };
    city.must('heir', await city.context.write(clerk, (tx) => payEstate(tx, { lineId: id, ...heir, ...account })));
  }
}

/** Brings one list from where it stands to reconciled: each step by whoever may take it. */
async function carry(city: SimulatedCity, given: OpenBatch, comingBack: ReturnType<typeof closedAccounts>): Promise<void> {
  const { id, county } = given;
  const look = () =>
    city.context.read(city.system, (tx) =>
      tx.maybe<OpenBatch>(sql`select ${batchColumns} from payment_batch b where id = ${id} and line_count > 0`),
    );
  // Naming an heir on one list changes others, those of a price subsidy.
  let batch = await look();
  const step = async (
    actor: Awaited<ReturnType<SimulatedCity['staff']>>,
    action: string,
    input: Record<string, unknown> = {},
  ) => {
    const { version } = batch!;
    const done = await actOnBatch(city.context, actor, { batchId: id, action, version, requestId: city.requestId(), input });
    city.must(`batch of ${county} ${action}`, done);
    batch = await look();
  };
  const finance = await city.staff('finance-clerk', county);
  for (let turn = 0; batch && batch.state !== 'reconciled' && turn < 40; turn++) {
    if (batch.state === 'draft') {
      await step(finance, 'startCheck');
      await nameHeirs(city);
      batch = await look();
    } else if (batch.state === 'checking') {
      const townships = await city.context.read(city.system, (tx) =>
        tx.rows<{ township: string }>(
          sql`select township from payment_batch_township where batch_id = ${id} and confirmed_at is null order by township limit 500`,
        ),
      );
      for (const { township } of townships) await step(await city.staff('township-clerk', township), 'confirmTownship');
    } else if (batch.state === 'township-confirmed')
      await step(
        batch.preparedBy === null ? finance : await city.staff('finance-reviewer', county),
        batch.preparedBy === null ? 'submitReview' : 'reviewCounty',
      );
    else if (batch.state === 'county-reviewed') await step(await city.staff('treasury-officer', county), 'approveTreasury');
    else if (batch.state === 'treasury-approved') await step(finance, 'sendToBank');
    else if (batch.state === 'sent') {
      const returns = await comingBack(city, id);
      for (const { id: fileId } of await city.context.read(finance, (tx) => bankFilesOf(tx, id))) {
        const file = city.must('bank file', await city.context.write(finance, (tx) => downloadBankFile(tx, fileId)));
        const content = await bankAnswers(file.bytes, { format: file.format, returns });
        city.must('bank result', await importBankResult(city.context, finance, { fileId, content, requestId: city.requestId() }));
      }
      batch = await look();
    } else await step(finance, 'reconcile', { statedFen: batch.sumFen - batch.returnedFen });
  }
}

/** Proposals of the platform are confirmed: what was paid too little is paid, what was paid too much is asked back. */
async function decideDifferences(city: SimulatedCity): Promise<void> {
  const open = await city.context.read(city.system, (tx) =>
    tx.rows<{ id: AdjustmentId; county: string; direction: string }>(
      sql`select id, left(division, 6) || '000000' as county, direction from payment_adjustment where state = 'proposed' order by id limit 5000`,
    ),
  );
  for (const [key, group] of Map.groupBy(open, (a) => `${a.county} ${a.direction}`)) {
    const [county, direction] = key.split(' ') as [string, string];
    const decided = await decideAdjustments(city.context, await city.staff('finance-reviewer', county), {
      ids: group.map((a) => a.id),
      decision: 'confirm',
      note: '核对无误',
      classification: direction === 'recovery' ? 'late-report' : undefined,
      requestId: city.requestId(),
    });
    city.must(`differences of ${county}`, decided);
  }
}

/** Standards that become known while the city is played: proposed and rehearsed by one person, approved and published by another. */
async function publish(city: SimulatedCity, rows: readonly PublishedParameter[]): Promise<void> {
  const [clerk, leader] = [await city.staff('city-clerk', city.context.city), await city.staff('city-leader', city.context.city)];
  const proposed = await proposeDraft(city.context, clerk, {
    title: '调整最低生活保障标准',
    documentNo: `咸民政发〔${city.today().slice(0, 4)}〕${city.today().slice(5).replace('-', '')}号`,
    rows: rows.map(({ key, division, value, validFrom }) => ({ key, division, value, validFrom, unit: 'fen/month' })),
    requestId: city.requestId(),
  });
  const { id } = city.must('standard', proposed);
  const step = async (actor: typeof clerk, action: DraftAction) => {
    const { version } = await city.context.read(city.system, (tx) =>
      tx.one<{ version: number }>(sql`select version from standard_draft where id = ${id as DraftId}`),
    );
    city.must(`standard ${action}`, await actOnDraft(city.context, actor, { id, action, version, requestId: city.requestId() }));
    await advanceRuns(city.context);
  };
  await step(clerk, 'rehearse');
  await step(clerk, 'submit');
  await step(leader, 'approve');
  await step(leader, 'publish');
}

export function makeTreasury(city: SimulatedCity, world: World): { wantsDay(day: PlainDate): boolean; work(): Promise<void> } {
  const dayOf = (day: PlainDate): number => Number(day.slice(8));
  const publishings = Map.groupBy(
    world.parameters.filter((p) => p.publishedOn > world.from && p.publishedOn <= world.to),
    (p) => p.publishedOn,
  );
  const comingBack = closedAccounts(world);
  const isPayDay = (day: PlainDate): boolean => day === payDayOf(city.calendar, monthOf(day), PAY_DAY);
  return {
    wantsDay: (day) =>
      FREEZE_DAYS.includes(dayOf(day)) || dayOf(day) === DIFFERENCES_DAY || isPayDay(day) || publishings.has(day),
    async work() {
      const today = city.today();
      const standards = publishings.get(today);
      if (standards) await publish(city, standards);
      if (isPayDay(today)) {
        await nameHeirs(city);
        await spellAsBankDoes(city);
        for (const batch of await openBatches(city)) await carry(city, batch, comingBack);
      }
      if (dayOf(today) !== DIFFERENCES_DAY) return;
      await decideDifferences(city);
      await settleDebts(city);
      await sendAgain(city);
    },
  };
}
