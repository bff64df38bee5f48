/** What pages read of purchases: the catalogue, needs with their budgets, notices, contracts. */
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import {
  type ContractState,
  contractStates,
  type Field,
  fields,
  notices,
  ownPlace,
  procurementMethods,
  programmeFunds,
  Withdrawal,
} from '../../../kernel/purchase/server.ts';
import { type DivisionCode, formOf, isPlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import { type Column, writeSheet } from '../../../kernel/sheet/server.ts';
import type { DueRow, ItemRow, ListedContract, NoticeView, ProgrammeRow, PurchaseOverview } from './content.ts';
import { buyers } from './hands.ts';

const PAGE = 30;
/** So many rows at most go out in one file. */
const MOST = 5000;
const placeName = (tx: Tx, code: DivisionCode): string => tx.divisions.get(code)?.name ?? code;

/** What was paid for a contract: by services from its ledger account, by parts from the special account. */
const paidFor = sql`(coalesce((select l.balance from ledger_account l where l.kind = 'purchase.paid' and l.division = c.division and l.subject = c.id::text and l.unit = 'fen'), 0)
  + coalesce((select sum(m.amount_fen) from contract_milestone m where m.contract_id = c.id and m.state = 'paid'), 0))::bigint`;

/** Budgets with what contracts bind and what was paid; a county has a handful a year. */
async function programmes(tx: Tx): Promise<ProgrammeRow[]> {
  const rows = await tx.rows<
    Omit<ProgrammeRow, 'countyName' | 'fundZh'> & { division: DivisionCode; fund: keyof typeof programmeFunds }
  >(sql`select p.id, p.name, p.need, p.components, p.division, p.year, p.fund, p.budget_fen, p.committed_fen, p.document_no,
      coalesce((select sum(${paidFor}) from service_contract c where c.programme_id = p.id), 0)::bigint as paid_fen
    from purchase_programme p order by p.year desc, p.division, p.name limit 100`);
  return rows.map(({ division, fund, ...row }) => ({
    ...row,
    countyName: placeName(tx, division),
    fundZh: programmeFunds[fund],
  }));
}

/** The whole catalogue, each unit under the one above it. */
const catalogue = async (tx: Tx): Promise<ItemRow[]> =>
  (
    await tx.rows<Omit<ItemRow, 'fieldZh'> & { field: Field }>(
      sql`select code, parent, level, field, name, unit, content, price_rule, price_fen from purchase_item where active order by array_position(${Object.keys(fields)}::text[], field),
        case when level < 3 then code else coalesce(parent, '~') end, level, code limit 500`,
    )
  ).map(({ field, ...row }) => ({ ...row, fieldZh: fields[field] }));

async function noticeViews(tx: Tx): Promise<NoticeView[]> {
  const own = ownPlace(tx);
  return (await notices(tx)).map(({ division, method, content: _, contact: __, withdrawnOn, awardFen: ___, ...row }) => {
    const open = withdrawnOn === null && tx.today <= row.closesOn;
    return {
      ...row,
      countyName: placeName(tx, division),
      methodZh: procurementMethods[method],
      open,
      stateZh: withdrawnOn ? '已撤回' : open ? '报名中' : row.awardedTo ? '已成交' : '报名截止',
      offers: offersTo(tx.actor, [
        {
          action: 'withdraw',
          zh: '撤回公告',
          causes: '门户上写明已撤回和原因，不再收报名。',
          danger: true,
          by: buyers,
          when: withdrawnOn === null && row.awardedTo === null && division === own,
          to: `/api/purchases/notices/${row.id}/withdraw`,
          fields: formOf(Withdrawal),
          fixed: { requestId: newId() },
        },
      ]),
    };
  });
}

export async function overview(tx: Tx): Promise<PurchaseOverview> {
  return {
    programmes: await programmes(tx),
    items: await catalogue(tx),
    providers: await tx.rows<{ id: string; name: string }>(
      sql`select id, name from service_provider where active order by name limit 200`,
    ),
    procurements: await tx.rows<PurchaseOverview['procurements'][number]>(sql`
      select p.id, p.document_no, g.name as programme, s.name as provider,
        (p.award_fen - coalesce((select sum(c.unit_price_fen * c.quantity) from service_contract c where c.procurement_id = p.id), 0))::bigint as left
      from purchase_procurement p join purchase_programme g on g.id = p.programme_id join service_provider s on s.id = p.provider_id
      order by p.awarded_on desc, p.id limit 100`),
    notices: await noticeViews(tx),
  };
}

export interface ContractFilter {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly field?: string | undefined;
  readonly cursor?: string | undefined;
}

type ContractRecord = Omit<ListedContract, 'countyName' | 'fieldZh' | 'stateZh'> & { division: DivisionCode; field: Field };
export const contractColumns = sql`c.id, c.no, g.name as programme, s.name as provider_name, i.name as item_name, i.field, i.unit, c.division, c.unit_price_fen, c.quantity,
  (c.unit_price_fen * c.quantity)::bigint as amount_fen, ${paidFor} as paid_fen, c.from_on, c.to_on, c.state, c.score, g.fund <> 'special' as by_service, n.due_on as next_on, n.name as next_name`;
export const contractTables = sql`service_contract c join purchase_programme g on g.id = c.programme_id join service_provider s on s.id = c.provider_id join purchase_item i on i.code = c.item_code
  left join lateral (select m.due_on, m.name from contract_milestone m where m.contract_id = c.id and m.state = 'open' and c.state = 'running' order by m.no limit 1) n on true`;
export const contractShown = <T extends { division: DivisionCode; field: Field; state: ContractState }>(
  tx: Tx,
  { division, field, ...row }: T,
) => ({
  ...row,
  countyName: placeName(tx, division),
  fieldZh: fields[field],
  stateZh: contractStates[row.state],
});

function contractWhere(filter: ContractFilter): Sql[] {
  const where: Sql[] = [];
  const words = filter.q && containing(filter.q);
  if (words) where.push(sql`(c.no like ${words} or s.name like ${words} or g.name like ${words} or i.name like ${words})`);
  if (filter.state) where.push(sql`c.state = ${filter.state}`);
  if (filter.field) where.push(sql`i.field = ${filter.field}`);
  return where;
}

const found = (tx: Tx, where: readonly Sql[], limit: number) =>
  tx.rows<ContractRecord>(
    sql`select ${contractColumns} from ${contractTables} where ${and(where)} order by c.from_on desc, c.id desc limit ${limit}`,
  );

export async function contractList(tx: Tx, filter: ContractFilter): Promise<{ rows: ListedContract[]; next: string | null }> {
  const where = contractWhere(filter);
  const at = readCursor(filter.cursor, isPlainDate);
  if (at) where.push(sql`(c.from_on, c.id) < (${at.key}::date, ${at.id}::uuid)`);
  const rows = await found(tx, where, PAGE + 1);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: page.map((row) => contractShown(tx, row)),
    next: rows.length > PAGE && last ? cursorAt(last.fromOn, last.id) : null,
  };
}

const columns: readonly Column[] = [
  { key: 'place', title: '地区', kind: 'text' },
  { key: 'no', title: '合同', kind: 'text' },
  { key: 'programme', title: '项目', kind: 'text' },
  { key: 'field', title: '领域', kind: 'text' },
  { key: 'item', title: '服务', kind: 'text' },
  { key: 'provider', title: '承接机构', kind: 'text' },
  { key: 'fromOn', title: '起始', kind: 'date' },
  { key: 'toOn', title: '截止', kind: 'date' },
  { key: 'amountFen', title: '合同金额（元）', kind: 'amount' },
  { key: 'paidFen', title: '已付（元）', kind: 'amount' },
  { key: 'state', title: '状态', kind: 'text' },
  { key: 'score', title: '绩效评价（分）', kind: 'integer' },
];

export async function contractSheet(tx: Tx, filter: ContractFilter) {
  const rows = await found(tx, contractWhere(filter), MOST);
  return writeSheet({
    name: '购买服务合同',
    columns,
    rows: rows.map((row) => ({
      place: placeName(tx, row.division),
      no: row.no,
      programme: row.programme,
      field: fields[row.field],
      item: row.itemName,
      provider: row.providerName,
      fromOn: row.fromOn,
      toOn: row.toOn,
      amountFen: row.amountFen,
      paidFen: row.paidFen,
      state: contractStates[row.state],
      score: row.score,
    })),
  });
}

/** 合同日历: parts to be accepted and contracts that end, the overdue ones before the others; a year ahead. */
export const contractCalendar = (tx: Tx): Promise<DueRow[]> =>
  tx.rows<DueRow>(sql`select d.* from (
      select c.id as contract_id, c.no as contract_no, false as by_service, s.name as provider_name, m.due_on as "on", '验收：' || m.name as what, m.amount_fen, m.due_on < ${tx.today} as late
      from contract_milestone m join service_contract c on c.id = m.contract_id join service_provider s on s.id = c.provider_id where m.state = 'open' and c.state = 'running'
      union all
      select c.id, c.no, g.fund <> 'special', s.name, c.to_on, '合同到期', null, false
      from service_contract c join service_provider s on s.id = c.provider_id join purchase_programme g on g.id = c.programme_id where c.state = 'running' and c.to_on >= ${tx.today}
    ) d where d."on" < ${`${Number(tx.today.slice(0, 4)) + 1}${tx.today.slice(4)}`.replace('-02-29', '-03-01')} order by d."on", d.contract_no, d.what limit 500`);
