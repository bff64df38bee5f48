/** 虚拟养老院 on the phone: join, see who serves, the statements of the months. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf } from '../../../kernel/schema/index.ts';
import { countyOf } from '../orders/store.ts';
import { withChoices } from '../orders/views.ts';
import { hostsOf, type Member, memberColumns, memberTables, plansOf } from './act.ts';
import type { MyVirtualHome } from './content.ts';
import { Ended, OwnMember } from './schema.ts';
import { memberStates } from './terms.ts';
import { planText, statementsOf } from './views.ts';

/** The platform's own act for one resident, under the resident's name: a resident has no divisions of his own. */
const acting = (context: Context, actor: Actor): Actor => ({
  ...systemActor(`virtual-home:${actor.personId}`, context.city),
  name: actor.name,
});
export const onceOwn = <T>(
  context: Context,
  actor: Actor,
  of: { action: string; requestId: string; body: unknown },
  work: (tx: Tx) => Promise<Result<T>>,
) => context.once(acting(context, actor), of, work);

/** The latest membership of a person, with its statements; whoever may read them is decided by the caller. */
export async function virtualHomeOf(
  tx: Tx,
  personId: string,
): Promise<Omit<MyVirtualHome, 'offers'> & { latest: Member | null }> {
  const latest = await tx.maybe<Member>(
    sql`select ${memberColumns} from ${memberTables} where m.person_id = ${personId} order by (m.state in ('applied', 'joined')) desc, m.id desc limit 1`,
  );
  const plans = latest ? await plansOf(tx, latest.id) : [];
  return {
    latest,
    member: latest && {
      personName: latest.personName,
      stateZh: memberStates[latest.state].zh,
      providerName: latest.providerName,
      telephone: latest.providerPhone,
      says: plans[0] ? `每月${planText(plans[0])}` : null,
      offers: [],
    },
    statements: await statementsOf(tx, sql`person_id = ${personId}`, false),
  };
}

export const myVirtualHome = (context: Context, actor: Actor): Promise<MyVirtualHome> =>
  context.read(acting(context, actor), async (tx) => {
    const { latest, member, statements } = await virtualHomeOf(tx, actor.personId!);
    const { division } = await tx.one<{ division: DivisionCode }>(sql`select division from person where id = ${actor.personId}`);
    const live = latest?.state === 'applied' || latest?.state === 'joined';
    const choices = live
      ? []
      : (await hostsOf(tx, countyOf(division) as DivisionCode)).map(({ id, name }) => ({ value: id, label: name }));
    const fixed = () => ({ requestId: newId() });
    return {
      member: member && {
        ...member,
        offers: offersTo(actor, [
          {
            action: 'withdraw',
            zh: '不办了',
            causes: '撤回入网申请。',
            by: ['resident'],
            when: latest?.state === 'applied',
            to: `/api/my/virtual-home/${latest!.id}/withdrawal`,
            fields: formOf(Ended),
            fixed: fixed(),
          },
          {
            action: 'leave',
            zh: '退网',
            causes: '当月照常出账单，以后不再服务。',
            by: ['resident'],
            when: latest?.state === 'joined',
            to: `/api/my/virtual-home/${latest!.id}/leaving`,
            fields: formOf(Ended),
            fixed: fixed(),
          },
        ]),
      },
      statements,
      offers: offersTo(actor, [
        {
          action: 'apply',
          zh: '申请入网',
          causes: '不用搬家，一家单位管上门服务、吃饭、呼叫器和问候，每月一张账单。服务商会和您商量服务包。',
          by: ['resident'],
          when: choices.length > 0,
          to: '/api/my/virtual-home',
          fields: withChoices(formOf(OwnMember), 'providerId', choices),
          initial: { division },
          fixed: fixed(),
        },
      ]),
    };
  });

/** A step on one's own membership. */
export async function asMember<T>(
  tx: Tx,
  personId: string,
  id: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T> | null> {
  const mine = await tx.maybe(sql`select 1 as one from virtual_home_member where id = ${id} and person_id = ${personId}`);
  return mine ? work() : null;
}
