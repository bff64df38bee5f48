/** One contract that is paid in parts: its parts, its score, and what may be done now; and the same parts as the provider sees them. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import {
  Acceptance,
  Breach,
  type ContractState,
  type Field,
  milestoneStates,
  ownPlace,
  PaymentRequest,
  type ProcurementMethod,
  procurementMethods,
  Scoring,
} from '../../../kernel/purchase/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, formOf } from '../../../kernel/schema/index.ts';
import { NewContractPayment } from '../funds/shapes.ts';
import { fundMakers } from '../funds/terms.ts';
import type { ContractFile, MilestoneView, OwnMilestone } from './content.ts';
import { buyers, providers } from './hands.ts';
import { contractColumns, contractShown, contractTables } from './views.ts';

type ContractRecord = Omit<ContractFile['contract'], 'countyName' | 'fieldZh' | 'stateZh'> & {
  division: DivisionCode;
  field: Field;
  programmeId: string;
};
type MilestoneRecord = Omit<MilestoneView, 'stateZh' | 'late' | 'offers'> & { providerId: string; paying: boolean };

const milestoneColumns = sql`m.id, m.no, m.name, m.due_on, m.amount_fen, m.state, m.accepted_on, m.accepted_name, m.acceptance, m.requested_on, m.invoice_no, m.invoice, m.answer_by, m.paid_on,
  m.provider_id, exists (select from fund_payment p where p.milestone_id = m.id and p.state in ('made', 'checked', 'paid')) as paying`;

interface Around {
  readonly division: DivisionCode;
  readonly state: ContractState;
  readonly allocations: readonly { value: string; label: string }[];
}

function milestoneOffers(tx: Tx, m: MilestoneRecord, around: Around): Offer[] {
  const theirs = around.division === ownPlace(tx);
  const goesOn = around.state !== 'breached';
  const to = (what: string) => `/api/purchases/milestones/${m.id}/${what}`;
  const fixed = { requestId: newId() };
  return offersTo(tx.actor, [
    {
      action: 'accept',
      zh: '验收合格',
      causes: '承接机构就可以申请付款；不合格的先请承接机构改。',
      by: buyers,
      when: theirs && goesOn && m.state === 'open',
      to: to('accept'),
      fields: formOf(Acceptance),
      fixed,
    },
    {
      action: 'request',
      zh: '申请付款',
      causes: `申请${yuanDigits(m.amountFen)}元；20个工作日内答复。账号加密保存。`,
      by: providers,
      when: goesOn && m.state === 'accepted' && m.providerId === tx.actor.unitId,
      to: to('request'),
      fields: formOf(PaymentRequest),
      fixed,
    },
    {
      action: 'pay',
      zh: '制单付款',
      causes: `付给承接机构${yuanDigits(m.amountFen)}元，收款单位、账号和金额照合同和申请，由另一人复核、第三人支付。`,
      by: fundMakers,
      when: theirs && goesOn && m.state === 'requested' && !m.paying && around.allocations.length > 0,
      to: to('payment'),
      fields: formOf(NewContractPayment).map((field) => ({ ...field, type: 'choice' as const, choices: around.allocations })),
      initial: { allocationId: around.allocations[0]?.value },
      fixed,
    },
  ]);
}

const shown = (tx: Tx, m: MilestoneRecord, around: Around): MilestoneView => {
  const { providerId: _, paying, ...row } = m;
  return {
    ...row,
    stateZh: paying && m.state === 'requested' ? '付款办理中' : milestoneStates[m.state],
    late: m.state === 'open' && around.state === 'running' && m.dueOn < tx.today,
    offers: milestoneOffers(tx, m, around),
  };
};

/** Allocations that hold money for the programme of a contract. */
const allocationsFor = (tx: Tx, programmeId: string) =>
  tx
    .rows<{
      id: string;
      unit: string;
      decisionNo: string;
      left: Fen;
    }>(sql`select id, unit, decision_no, (amount_fen - committed_fen)::bigint as left from fund_allocation
      where programme_id = ${programmeId} and state = 'approved' and committed_fen < amount_fen order by decided_on, id limit 50`)
    .then((rows) => rows.map((a) => ({ value: a.id, label: `${a.decisionNo}，${a.unit}，还可付${yuanDigits(a.left)}元` })));

export async function contractFile(tx: Tx, id: string): Promise<Result<ContractFile, 'NOT_FOUND'>> {
  const contract = await tx.maybe<
    ContractRecord & { procurementId: string }
  >(sql`select ${contractColumns}, c.programme_id, c.procurement_id, c.stable, c.ended_on, c.ended_reason,
      c.quality, c.amount, c.satisfaction, c.compliance, c.scored_on, c.scored_name from ${contractTables} where c.id = ${id}`);
  if (!contract) return fail('NOT_FOUND');
  const { programmeId, procurementId, ...row } = contract;
  const { method, ...procurement } = await tx.one<Omit<ContractFile['procurement'], 'methodZh'> & { method: ProcurementMethod }>(
    sql`select method, document_no, published_on, awarded_on, bidders, award_fen from purchase_procurement where id = ${procurementId}`,
  );
  const milestones = await tx.rows<MilestoneRecord>(
    sql`select ${milestoneColumns} from contract_milestone m where m.contract_id = ${id} order by m.no limit 50`,
  );
  const around = { division: row.division, state: row.state, allocations: await allocationsFor(tx, programmeId) };
  const theirs = row.division === ownPlace(tx);
  const accepted = milestones.every((m) => m.state !== 'open');
  const fixed = { requestId: newId() };
  return ok({
    contract: contractShown(tx, row),
    procurement: { ...procurement, methodZh: procurementMethods[method] },
    milestones: milestones.map((m) => shown(tx, m, around)),
    offers: offersTo(tx.actor, [
      {
        action: 'score',
        zh: '绩效评价',
        causes: '质量40、数量30、满意度20、合规10；低于60分的不能续签。评价以后合同履行完。',
        by: buyers,
        when: theirs && row.state === 'running' && accepted,
        to: `/api/purchases/contracts/${id}/score`,
        fields: formOf(Scoring),
        fixed,
      },
      {
        action: 'breach',
        zh: '登记违约',
        causes: '合同终止，没有验收的不再验收和付款，并通知社会组织管理。',
        danger: true,
        by: buyers,
        when: theirs && row.state === 'running',
        to: `/api/purchases/contracts/${id}/breach`,
        fields: formOf(Breach),
        fixed,
      },
    ]),
  });
}

/** The parts of the contracts of one's own institution, those that wait for a request first. */
export async function ownMilestones(tx: Tx): Promise<OwnMilestone[]> {
  const mine: Sql = tx.actor.unitId ? sql`m.provider_id = ${tx.actor.unitId}` : sql`false`;
  const rows = await tx.rows<
    MilestoneRecord & { contractNo: string; itemName: string; division: DivisionCode; contractState: ContractState }
  >(sql`select ${milestoneColumns},
      c.no as contract_no, i.name as item_name, c.division, c.state as contract_state
    from contract_milestone m join service_contract c on c.id = m.contract_id join purchase_item i on i.code = c.item_code
    where ${mine} order by array_position('{accepted,open,requested,paid}'::text[], m.state), m.due_on, m.id limit 200`);
  return rows.map(({ contractNo, itemName, division, contractState, ...m }) => ({
    ...shown(tx, m, { division, state: contractState, allocations: [] }),
    contractNo,
    itemName,
    buyer: `${tx.divisions.get(division)?.name ?? ''}民政局`,
  }));
}
