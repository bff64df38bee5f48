/** What time alone brings to contracts: the officer and the provider are told before a part is due; on the day it is told to whoever listens. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { plusDays } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { wholeParameter } from '../policy/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { whenDue } from '../worker/server.ts';

defineTemplates({
  'contract.milestone': { title: '合同节点验收', text: '{contract}（{milestone}）将于{date}验收。' },
  'contract.payment-requested': { title: '承接机构申请付款', text: '{contract}（{milestone}）申请付款，请于{date}前办理。' },
});

interface Due {
  id: string;
  contractId: string;
  providerId: string;
  division: DivisionCode;
  no: string;
  name: string;
  dueOn: PlainDate;
}
const due = (tx: Tx, which: ReturnType<typeof sql>): Promise<Due[]> =>
  tx.rows<Due>(sql`select m.id, m.contract_id, m.provider_id, m.division, c.no, m.name, m.due_on from contract_milestone m join service_contract c on c.id = m.contract_id
    where m.state = 'open' and c.state = 'running' and ${which} order by m.id limit 1000`);

/** Whose contract it is: the county's officer or the city's. */
export const purchaseOfficer = (tx: Tx, division: DivisionCode) => (division === tx.city ? 'city-clerk' : 'county-clerk');

const open = (tx: Tx) => tx.rows(sql`select 1 as known from contract_milestone where state = 'open' limit 1`);

export const watchContracts = whenDue(open, (context) =>
  context.write(systemActor('contract-watch', context.city), async (tx) => {
    if ((await open(tx)).length === 0) return;
    const days = await wholeParameter(tx, 'PURCHASE-REMIND', tx.city, tx.today);
    if (!days.ok) throw new Error(`contract watch: ${days.code}`);
    const soon = await due(tx, sql`m.reminded_on is null and m.due_on <= ${plusDays(tx.today, days.value)}`);
    for (const m of soon) {
      const params = { contract: m.no, milestone: m.name, date: m.dueOn };
      await notify(tx, {
        to: { performer: purchaseOfficer(tx, m.division), division: m.division },
        template: 'contract.milestone',
        params,
      });
      const users = await tx.rows<{ userId: string }>(
        sql`select distinct user_id from duty where unit_id = ${m.providerId} and valid_from <= ${tx.today} and (valid_to is null or valid_to >= ${tx.today}) limit 20`,
      );
      for (const { userId } of users) await notify(tx, { to: { userId }, template: 'contract.milestone', params });
    }
    await tx.run(sql`update contract_milestone set reminded_on = ${tx.today} where id = any(${soon.map((m) => m.id)}::uuid[])`);
    const reached = await due(tx, sql`m.reached_on is null and m.due_on <= ${tx.today}`);
    for (const m of reached)
      await emit(tx, {
        type: 'contract.milestone.reached',
        subject: { kind: 'service-contract', id: m.contractId },
        division: m.division,
        payload: { contractId: m.contractId, milestone: m.name, dueOn: m.dueOn },
        sensitivity: 'internal',
      });
    await tx.run(sql`update contract_milestone set reached_on = ${tx.today} where id = any(${reached.map((m) => m.id)}::uuid[])`);
  }),
);
