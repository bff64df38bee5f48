/** What pages read of purchased services: one contract that is ordered person by person, the services of a contract or of a provider. */
import { and, type Sql, sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import { type Field, fields, procurementMethods } from '../../../kernel/purchase/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { isPlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import { contractActions, taskActions } from './desk.ts';
import { notePlace } from './tasks.ts';
import {
  type CallBack,
  type Confirmation,
  type ContractRow,
  type ContractView,
  callBacks,
  confirmations,
  type ServiceKind,
  serviceKinds,
  type TaskFlag,
  type TaskRow,
  type TaskState,
  taskFlags,
  taskStates,
} from './terms.ts';
import { openVisit } from './visit.ts';

const PAGE = 20;
const placeName = (tx: Tx, code: DivisionCode): string => tx.divisions.get(code)?.name ?? code;
const isProvider = (tx: Tx): boolean => isOneOf(tx.actor, ['service-provider']);

interface ContractRecord extends Omit<ContractRow, 'countyName' | 'kindZh'> {
  division: DivisionCode;
  kind: ServiceKind | null;
  field: Field;
  procurementId: string;
}
const contracts = (
  filter: Sql,
  limit: number,
): Sql => sql`select c.id, c.no, g.name as programme, s.name as provider_name, i.name as item_name, i.kind, i.field, i.unit, c.division,
    c.unit_price_fen, c.quantity, c.from_on, c.to_on, c.assigned_count, c.settled_count, c.procurement_id
  from service_contract c join purchase_programme g on g.id = c.programme_id join service_provider s on s.id = c.provider_id join purchase_item i on i.code = c.item_code
  where ${filter} order by c.from_on desc, c.id desc limit ${limit}`;
const contractRow = (tx: Tx, { division, kind, field, procurementId: _, ...row }: ContractRecord): ContractRow => ({
  ...row,
  countyName: placeName(tx, division),
  kindZh: kind ? serviceKinds[kind] : fields[field],
});

/** One contract: its money, its draws, its settlements, and what may be done now. */
export async function contractView(tx: Tx, id: string): Promise<Result<ContractView, 'NOT_FOUND'>> {
  const contract = await tx.maybe<ContractRecord>(contracts(sql`c.id = ${id}`, 1));
  if (!contract) return fail('NOT_FOUND');
  const p = await tx.one<{
    method: keyof typeof procurementMethods;
    documentNo: string;
    publishedOn: PlainDate;
    awardedOn: PlainDate;
    bidders: number;
    awardFen: Fen;
  }>(
    sql`select method, document_no, published_on, awarded_on, bidders, award_fen from purchase_procurement where id = ${contract.procurementId}`,
  );
  const counts = await tx.one<
    Record<TaskState, number> & { flagged: number; undrawn: number; waiting: number; ready: number }
  >(sql`select count(*) filter (where state = 'planned')::int as planned, count(*) filter (where state = 'reported')::int as reported,
      count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'refused')::int as refused,
      count(*) filter (where state = 'withdrawn')::int as withdrawn,
      count(*) filter (where flags <> '{}')::int as flagged,
      count(*) filter (where state = 'accepted' and draw_id is null)::int as undrawn,
      count(*) filter (where state = 'accepted' and drawn and call_back is null)::int as waiting,
      count(*) filter (where state = 'accepted' and settlement_id is null)::int as ready
    from service_task where contract_id = ${id}`);
  const draws = await tx.rows<ContractView['draws'][number]>(sql`select d.id, d.seed, d.task_count, d.drawn_count, d.drawn_on,
      (select count(*)::int from service_task t where t.draw_id = d.id and t.drawn and t.call_back is null and t.state = 'accepted') as waiting
    from service_draw d where d.contract_id = ${id} order by d.drawn_on desc, d.id desc limit 50`);
  const settlements = await tx.rows<ContractView['settlements'][number]>(
    sql`select id, task_count, amount_fen, prepared_on, prepared_name, paid_on, paid_name from service_settlement where contract_id = ${id} order by prepared_on desc, id desc limit 50`,
  );
  const { method, ...rest } = p;
  return ok({
    ...contractRow(tx, contract),
    procurement: { methodZh: procurementMethods[method], ...rest },
    counts: {
      planned: counts.planned,
      reported: counts.reported,
      accepted: counts.accepted,
      refused: counts.refused,
      withdrawn: counts.withdrawn,
    },
    flagged: counts.flagged,
    draws,
    settlements,
    actions: contractActions(tx, {
      assignable: contract.assignedCount < contract.quantity && contract.toOn >= tx.today,
      undrawn: counts.undrawn,
      waiting: counts.waiting,
      ready: counts.ready,
      openSettlement: settlements.some((s) => s.paidOn === null),
    }),
  });
}

interface TaskRecord {
  id: string;
  contractNo: string;
  itemName: string;
  personName: string | null;
  personId: string;
  division: DivisionCode;
  plannedOn: PlainDate;
  state: TaskState;
  beganAt: string | null;
  minutes: number | null;
  visit: Buffer | null;
  photo: string | null;
  signature: string | null;
  confirmedHow: Confirmation | null;
  note: Buffer | null;
  flags: TaskFlag[];
  reason: string | null;
  drawn: boolean;
  callBack: CallBack | null;
  settlementId: string | null;
  assignedBy: string;
  assignedOn: PlainDate;
  corrected: { id: string; result: CallBack; byName: string; reason: string }[] | null;
}

/** A provider learns whom to visit and where the village is, nothing else of the person; whether it will be called back it does not learn. */
function taskRow(tx: Tx, t: TaskRecord): TaskRow {
  const provider = isProvider(tx);
  const visit = t.visit && openVisit(tx, t.id, t.visit);
  const name = t.personName ?? '（不在您的范围内）';
  return {
    id: t.id,
    contractNo: t.contractNo,
    itemName: t.itemName,
    personName: provider ? maskName(name) : name,
    personId: provider ? null : t.personId,
    place: tx.divisions.get(t.division) ? tx.divisions.fullName(t.division) : t.division,
    plannedOn: t.plannedOn,
    state: t.state,
    stateZh: taskStates[t.state],
    worker: visit?.worker ?? null,
    beganAt: t.beganAt,
    minutes: t.minutes,
    where: visit ? `北纬${visit.latitude}°，东经${visit.longitude}°` : null,
    photo: provider ? null : t.photo,
    signature: provider ? null : t.signature,
    confirmedZh: t.confirmedHow && confirmations[t.confirmedHow],
    note: t.note ? tx.keys.open(t.note, notePlace(t.id)) : null,
    flags: provider ? [] : t.flags.map((flag) => ({ flag, zh: taskFlags[flag] })),
    reason: t.reason,
    drawn: !provider && t.drawn,
    callBackZh: !provider && t.callBack ? callBacks[t.callBack] : null,
    corrected: provider ? [] : (t.corrected ?? []).map(({ result, ...c }) => ({ ...c, zh: callBacks[result] })),
    settled: t.settlementId !== null,
    actions: taskActions(tx, { ...t, own: isOwnHand(tx.actor, t.assignedBy, t.assignedOn) }),
  };
}

/** Services of one contract, or of the provider who asks; the planned ones first in the order of their days. The list is on record. */
export async function taskList(
  tx: Tx,
  filter: { contractId?: string; state?: TaskState; flagged?: boolean; cursor?: string },
): Promise<{ rows: TaskRow[]; next: string | null }> {
  const where: Sql[] = [];
  if (isProvider(tx)) where.push(tx.actor.unitId ? sql`t.provider_id = ${tx.actor.unitId}` : sql`false`);
  if (filter.contractId) where.push(sql`t.contract_id = ${filter.contractId}`);
  if (filter.state) where.push(sql`t.state = ${filter.state}`);
  if (filter.flagged) where.push(sql`t.flags <> '{}'`);
  const at = readCursor(filter.cursor, isPlainDate);
  if (at) where.push(sql`(t.planned_on, t.id) > (${at.key}::date, ${at.id}::uuid)`);
  const found =
    await tx.rows<TaskRecord>(sql`select t.id, c.no as contract_no, i.name as item_name, p.name as person_name, t.person_id, t.division, t.planned_on, t.state, t.began_at,
      t.minutes, t.visit, t.photo, t.signature, t.confirmed_how, t.note, t.flags, t.reason, t.drawn, t.call_back, t.settlement_id, t.assigned_by, t.assigned_on,
      (select jsonb_agg(jsonb_build_object('id', b.id, 'result', b.result, 'byName', b.recorded_name, 'reason', n.reason) order by b.recorded_at, b.id)
        from service_call_back b join service_call_back n on n.corrects = b.id where b.task_id = t.id) as corrected
    from service_task t join service_contract c on c.id = t.contract_id join purchase_item i on i.code = c.item_code left join person p on p.id = t.person_id
    where ${and(where)} order by t.planned_on, t.id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  if (page.length > 0)
    await recordAudit(tx, {
      action: 'service-task.listed',
      personIds: [...new Set(page.map((t) => t.personId))],
      detail: { contractId: filter.contractId ?? null, state: filter.state ?? null },
    });
  return {
    rows: page.map((t) => taskRow(tx, t)),
    next: found.length > PAGE && last ? cursorAt(last.plannedOn, last.id) : null,
  };
}
