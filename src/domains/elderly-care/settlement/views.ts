/** 结算单 as the county and the provider see them: sheets, their lines with what looks wrong, what is called about. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type Fen, formOf } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { approvers, keepers, managers } from '../workers/hands.ts';
import { workerTables } from '../workers/store.ts';
import {
  Beacon,
  Heard,
  NewSettlement,
  notePlace,
  type Settlement,
  secretPlace,
  seedOf,
  settlementColumns,
  settlementStates,
  settlementTables,
} from './act.ts';
import type { SettlementFile, SettlementRow } from './content.ts';
import { type Flag, flags } from './rules.ts';

const fresh = () => ({ requestId: newId() });
const to = (id: string, step: string): string => `/api/home-care/settlements/${id}/${step}`;

const rowOf = (s: Settlement): SettlementRow => ({
  id: s.id,
  providerName: s.providerName,
  month: s.month,
  stateZh: settlementStates[s.state],
  lines: s.lines,
  filedFen: s.filedFen,
  payFen: s.payFen,
});

const PAGE = 100;

export async function settlementList(
  tx: Tx,
  cursor?: string,
): Promise<{ rows: SettlementRow[]; next: string | null; offers: Offer[] }> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<Settlement>(
    sql`select ${settlementColumns} from ${settlementTables} order by s.month desc, p.name, s.id ${within(stretch)}`,
  );
  const { rows, next } = pageOf(found, stretch);
  return {
    next,
    rows: rows.map(rowOf),
    offers: offersTo(tx.actor, [
      {
        action: 'file',
        zh: '申报结算',
        causes: '这个月政府购买的、核实过的工单一次申报，一个月只能申报一次。',
        by: managers,
        to: '/api/home-care/settlements',
        fields: formOf(NewSettlement),
        fixed: fresh(),
      },
    ]),
  };
}

const samples = { all: '必查', random: '抽中', full: '全查' } as const;

export async function settlementFile(tx: Tx, id: string): Promise<Result<SettlementFile>> {
  const s = await tx.maybe<Settlement>(sql`select ${settlementColumns} from ${settlementTables} where s.id = ${id}`);
  if (!s) return fail('NOT_FOUND');
  const lines = await tx.rows<{
    orderId: string;
    no: string;
    personName: string;
    itemName: string;
    workerName: string | null;
    start: string;
    actualMinutes: number | null;
    fen: Fen;
    flags: Flag[];
    sample: keyof typeof samples | null;
    wrong: boolean | null;
    note: Buffer | null;
  }>(sql`select l.order_id, o.no, e.name as person_name, i.name as item_name, c.name as worker_name, o.planned_start as start, o.actual_minutes, l.fen, l.flags, l.sample, l.wrong, l.note
    from home_care_settlement_line l join home_care_order o on o.id = l.order_id join person e on e.id = o.person_id join home_care_item i on i.id = o.item_id
    left join (${workerTables}) on w.id = o.worker_id where l.settlement_id = ${id}
    order by (l.sample is null), cardinality(l.flags) desc, o.planned_start, o.id limit 2000`);
  const county = tx.actor.unitId === null;
  const secret = s.beacon === null ? null : tx.keys.open(s.secret, secretPlace(id));
  return ok({
    ...rowOf(s),
    digest: s.digest,
    beacon: s.beacon,
    secret,
    seed: secret === null ? null : seedOf(secret, s.beacon!).toString('hex'),
    deduction: s.deduction,
    checkedName: s.checkedName,
    // The sheet is the county's to print and hand over.
    documentId: county ? s.documentId : null,
    rows: lines.map((line) => ({
      orderId: line.orderId,
      no: line.no,
      personName: line.personName,
      itemName: line.itemName,
      workerName: line.workerName,
      start: line.start,
      actualMinutes: line.actualMinutes,
      fen: line.fen,
      // What looks wrong, and who is called, is not for those who are checked.
      flagsZh: county ? line.flags.map((flag) => flags[flag]) : [],
      sampleZh: line.sample && (county || s.state !== 'drawn') ? samples[line.sample] : null,
      resultZh: line.wrong === null || (!county && s.state === 'drawn') ? null : line.wrong ? '不属实' : '属实',
      note: county && line.note ? tx.keys.open(line.note, notePlace(id, line.orderId)) : null,
      offers: offersTo(tx.actor, [
        {
          action: 'call',
          zh: '登记回访',
          causes: '打电话问老人：哪天、谁来的、做了什么、多久。',
          by: keepers,
          when: s.state === 'drawn' && line.sample !== null && line.wrong === null,
          to: to(id, 'calls'),
          fields: formOf(Heard.omit({ orderId: true })),
          fixed: { orderId: line.orderId, ...fresh() },
        },
      ]),
    })),
    offers: offersTo(tx.actor, [
      {
        action: 'draw',
        zh: '抽查',
        causes: '按申报时承诺的密值和开奖号码抽取，抽中谁谁也改不了，谁都可以重算。',
        by: keepers,
        when: s.state === 'filed',
        to: to(id, 'draw'),
        fields: formOf(Beacon),
        fixed: fresh(),
      },
      {
        action: 'check',
        zh: '核定',
        causes: '不属实的不付；随机抽查差错率超过5%的，没有抽到的按同样比例扣减；超过20%的，先全部回访。',
        by: keepers,
        when: s.state === 'drawn',
        to: to(id, 'check'),
        fixed: fresh(),
      },
      {
        action: 'approve',
        zh: '批准',
        causes: '批准后出结算单，明细不能再改。',
        by: approvers,
        when: s.state === 'checked',
        to: to(id, 'approval'),
        danger: true,
        button: '批准结算',
        fixed: fresh(),
      },
    ]),
  });
}
