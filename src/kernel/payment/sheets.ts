/** 发放 in spreadsheets: lists of who is due what and what was paid, out; accounts, in. */
import { z } from 'zod';
import { and, type Sql, sql } from '../../database/sql.ts';
import { longMonth } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { maskIdNumber } from '../protect/index.ts';
import { findByIdNumbers, type PersonView, personPlace } from '../resident/server.ts';
import { ok } from '../result/index.ts';
import { choice, Division, formats, YearMonthText } from '../schema/index.ts';
import { defineExport, defineImport, type SheetRow, verdict } from '../sheet/server.ts';
import { recordPayoutAccount } from './accounts.ts';
import { allProgrammes, type LineKind, type LineState, lineKinds, lineStates, programmeOf } from './index.ts';

const PAGE = 1000;
const readers = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'township-clerk',
  'finance-clerk',
  'finance-reviewer',
] as const;
const placeOf = (tx: Tx, division: string): string => (tx.divisions.get(division) ? tx.divisions.fullName(division) : division);
const masked = (tx: Tx, personId: string, sealed: Buffer | null): string =>
  sealed ? maskIdNumber(tx.keys.open(sealed, personPlace('idNumber', personId))) : '';

const byKey = (cursor: string | null): Sql => sql`id > ${cursor ?? '00000000-0000-0000-0000-000000000000'}`;

/** By programme and place, as each list can be narrowed. */
const narrowing = () => ({
  programme: choice({ all: '全部', ...Object.fromEntries(allProgrammes().map(({ key, zh }) => [key, zh])) })
    .default('all')
    .meta({ label: '待遇' }),
  division: Division.optional().meta({
    label: '地区',
    widget: 'division',
    help: '县、乡镇或者村（社区）；不选的是您负责的整个地区',
  }),
});
interface Narrowed {
  programme: string;
  division?: string | undefined;
}
const narrowed = ({ programme, division }: Narrowed): Sql[] => {
  const range = division === undefined ? null : scopeRange(division);
  return [
    ...(programme === 'all' ? [] : [sql`programme = ${programme}`]),
    ...(range ? [sql`division >= ${range.lo} and division < ${range.hi}`] : []),
  ];
};
const narrowedZh = (tx: Tx, { programme, division }: Narrowed): string =>
  `${programme === 'all' ? '' : `，${programmeOf(programme).zh}`}${division ? `，${placeOf(tx, division)}` : ''}`;

const Entitled = () => z.strictObject({ month: YearMonthText.meta({ label: '哪个月', format: 'year-month' }), ...narrowing() });
type Entitled = z.infer<ReturnType<typeof Entitled>>;
const entitledIn = (filter: Entitled): Sql => and([sql`months @> month_no(${filter.month})`, ...narrowed(filter)]);

defineExport({
  kind: 'entitlements',
  title: '享受待遇人员名单',
  performers: readers,
  filter: Entitled,
  columns: [
    { key: 'programme', title: '待遇', kind: 'text' },
    { key: 'name', title: '姓名', kind: 'text' },
    { key: 'idNumber', title: '身份证号码（遮盖）', kind: 'code' },
    { key: 'place', title: '地区', kind: 'text' },
    { key: 'persons', title: '人数', kind: 'integer' },
    { key: 'amount', title: '月金额（元）', kind: 'amount' },
    { key: 'from', title: '起始月份', kind: 'month' },
  ],
  say: (tx, filter) => `${longMonth(filter.month)}${narrowedZh(tx, filter)}`,
  async count(tx, filter, limit) {
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::int as n from (select 1 from entitlement where ${entitledIn(filter)} limit ${limit}) t`,
    );
    return n;
  },
  async page(tx, filter, cursor) {
    const { month } = filter;
    const rows = await tx.rows<{
      id: string;
      programme: string;
      personId: string;
      name: string | null;
      idNumber: Buffer | null;
      division: string;
      persons: number;
      amountFen: number;
      fromMonth: string;
    }>(sql`select e.id, e.programme, e.person_id, p.name, p.id_number, e.division, e.from_month,
        (select count(*)::int from entitlement_member m where m.entitlement_id = e.id and m.months @> month_no(${month})) as persons,
        (select v.amount_fen from entitlement_version v where v.entitlement_id = e.id and v.from_month <= ${month} order by v.no desc limit 1) as amount_fen
      from (select * from entitlement where ${entitledIn(filter)} and ${byKey(cursor)} order by id limit ${PAGE}) e
      left join person p on p.id = e.person_id order by e.id`);
    return {
      rows: rows.map((r) => ({
        personId: r.personId,
        row: {
          programme: programmeOf(r.programme).zh,
          name: r.name ?? '（不在您的范围内）',
          idNumber: masked(tx, r.personId, r.idNumber),
          place: placeOf(tx, r.division),
          persons: r.persons,
          amount: r.amountFen,
          from: r.fromMonth,
        } satisfies SheetRow,
      })),
      next: rows.length === PAGE ? rows.at(-1)!.id : null,
    };
  },
});

const Lines = () =>
  z.strictObject({
    month: YearMonthText.meta({ label: '发放月份', format: 'year-month' }),
    ...narrowing(),
    state: choice({ all: '全部', ...lineStates })
      .default('all')
      .meta({ label: '状态' }),
  });
const linesOf = (filter: z.infer<ReturnType<typeof Lines>>): Sql =>
  and([sql`month = ${filter.month}`, ...(filter.state === 'all' ? [] : [sql`state = ${filter.state}`]), ...narrowed(filter)]);

defineExport({
  kind: 'payment-lines',
  title: '发放清册',
  performers: readers,
  filter: Lines,
  columns: [
    { key: 'programme', title: '待遇', kind: 'text' },
    { key: 'name', title: '收款人', kind: 'text' },
    { key: 'idNumber', title: '身份证号码（遮盖）', kind: 'code' },
    { key: 'place', title: '地区', kind: 'text' },
    { key: 'kind', title: '类型', kind: 'choice', choices: lineKinds },
    { key: 'amount', title: '金额（元）', kind: 'amount' },
    { key: 'last4', title: '账户尾号', kind: 'code' },
    { key: 'state', title: '状态', kind: 'choice', choices: lineStates },
    { key: 'paidOn', title: '到账日期', kind: 'date' },
  ],
  say: (tx, filter) =>
    `${longMonth(filter.month)}${narrowedZh(tx, filter)}，${filter.state === 'all' ? '全部' : lineStates[filter.state as LineState]}`,
  async count(tx, filter, limit) {
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::int as n from (select 1 from payment_line where ${linesOf(filter)} limit ${limit}) t`,
    );
    return n;
  },
  async page(tx, filter, cursor) {
    const rows = await tx.rows<{
      id: string;
      programme: string;
      personId: string;
      name: string | null;
      idNumber: Buffer | null;
      division: string;
      kind: LineKind;
      amountFen: number;
      last4: string | null;
      state: LineState;
      paidOn: string | null;
    }>(sql`select l.id, l.programme, l.person_id, p.name, p.id_number, l.division, l.kind, l.amount_fen, l.account_last4 as last4, l.state, l.paid_on
      from (select * from payment_line where ${linesOf(filter)} and ${byKey(cursor)} order by id limit ${PAGE}) l
      left join person p on p.id = l.person_id order by l.id`);
    return {
      rows: rows.map((r) => ({
        personId: r.personId,
        row: {
          programme: programmeOf(r.programme).zh,
          name: r.name ?? '（不在您的范围内）',
          idNumber: masked(tx, r.personId, r.idNumber),
          place: placeOf(tx, r.division),
          kind: r.kind,
          amount: r.amountFen,
          last4: r.last4,
          state: r.state,
          paidOn: r.paidOn,
        } satisfies SheetRow,
      })),
      next: rows.length === PAGE ? rows.at(-1)!.id : null,
    };
  },
});

defineImport({
  kind: 'payout-accounts',
  title: '发放账户登记',
  help: '每人一行，登记或更正社会保障卡（一卡通）账户；原账户自导入之日停用。',
  performers: ['finance-clerk', 'township-clerk'],
  columns: [
    { key: 'idNumber', title: '身份证号码', kind: 'code', required: true },
    { key: 'name', title: '姓名', kind: 'text', required: true, max: 50 },
    { key: 'bank', title: '开户银行', kind: 'text', required: true, max: 40 },
    { key: 'number', title: '账号', kind: 'code', required: true },
    { key: 'holder', title: '户名', kind: 'text', required: true, max: 50 },
  ],
  once: { zh: '身份证号码', of: (row) => String(row.idNumber) },
  async check(tx, rows) {
    const persons = await personsIn(tx, rows);
    return rows.map((row) => verdict(accountProblem(row, persons.get(String(row.idNumber))), '登记账户'));
  },
  async apply(tx, rows) {
    const persons = await personsIn(tx, rows);
    for (const row of rows) {
      const person = persons.get(String(row.idNumber));
      if (!person) throw new Error('a checked person is gone');
      const recorded = await recordPayoutAccount(tx, {
        personId: person.id,
        division: person.division,
        bank: String(row.bank),
        number: String(row.number),
        holder: String(row.holder),
      });
      if (!recorded.ok) return recorded;
    }
    return ok(null);
  },
});

const personsIn = (tx: Tx, rows: readonly SheetRow[]): Promise<Map<string, PersonView>> =>
  findByIdNumbers(
    tx,
    rows.map((row) => String(row.idNumber)),
  );

function accountProblem(row: SheetRow, person: PersonView | undefined): string | null {
  const wrong = formats['bank-account'](String(row.number));
  if (wrong) return wrong;
  if (!person) return '没有查到这个身份证号码，或不在您的范围内';
  if (person.name !== row.name) return '姓名与登记的不一致';
  return person.lifeState === 'dead' ? '此人已登记死亡' : null;
}
