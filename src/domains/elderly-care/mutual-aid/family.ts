/** 邻里互助 on the phone: what I asked for and confirm; where I am a helper, what is near, what I took, my points. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import { ownHelper } from './act.ts';
import type { AidRow, MyAid } from './content.ts';
import { aidMay } from './rules.ts';
import { Ended, OwnAid, OwnHelper } from './schema.ts';
import { aidPlace } from './sealed.ts';
import { type Aid, aidColumns, aidTables, type Helper, helperOf } from './store.ts';
import { helperStates } from './terms.ts';
import { aidRow, doneOffer } from './views.ts';

/** The platform's own act for one resident, under the resident's name: a resident has no divisions of his own. */
const acting = (context: Context, actor: Actor): Actor => ({
  ...systemActor(`mutual-aid:${actor.personId}`, context.city),
  name: actor.name,
});
const residents = ['resident'] as const;

export const onceOwn = <T>(
  context: Context,
  actor: Actor,
  of: { action: string; requestId: string; body: unknown },
  work: (tx: Tx) => Promise<Result<T>>,
) => context.once(acting(context, actor), of, work);

/** A step on what one has asked for oneself. */
export async function asHelped<T>(tx: Tx, personId: string, id: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const mine = await tx.maybe(sql`select 1 as one from aid_request where id = ${id} and person_id = ${personId}`);
  return mine ? work() : fail('NOT_FOUND');
}
/** A step of a checked helper; on what he has taken, but for the taking itself. */
export async function asHelper<T>(
  tx: Tx,
  personId: string,
  id: string,
  of: { taken: boolean; work: (helper: Helper) => Promise<Result<T>> },
): Promise<Result<T>> {
  const helper = await ownHelper(tx, personId);
  if (!helper.ok) return helper;
  if (of.taken) {
    const mine = await tx.maybe(sql`select 1 as one from aid_request where id = ${id} and helper_id = ${helper.value.id}`);
    if (!mine) return fail('NOT_FOUND');
  }
  return of.work(helper.value);
}

const rowsWhere = (tx: Tx, where: ReturnType<typeof sql>): Promise<Aid[]> =>
  tx.rows<Aid>(sql`select ${aidColumns} from ${aidTables} where ${where} limit 30`);

export const myAid = (context: Context, actor: Actor): Promise<MyAid> =>
  context.read(acting(context, actor), async (tx) => {
    const personId = actor.personId!;
    const offers = (aid: Aid, some: (to: (what: string) => string) => readonly Offered[]): AidRow['offers'] =>
      offersTo(
        actor,
        some((what) => `/api/my/mutual-aid/${aid.id}/${what}`),
      );
    const asked = await rowsWhere(tx, sql`r.person_id = ${personId} order by r.id desc`);
    const helper = await helperOf(tx, personId);
    const active = helper?.state === 'active';
    const taken = helper ? await rowsWhere(tx, sql`r.helper_id = ${helper.id} order by r.id desc`) : [];
    const near = active
      ? await rowsWhere(
          tx,
          sql`r.state = 'open' and left(r.division, 9) = ${helper.division.slice(0, 9)} and r.person_id <> ${personId} order by r.wanted_at, r.id`,
        )
      : [];
    const redeemed = helper
      ? await tx.rows<{ id: string; at: string; what: string; points: number }>(
          sql`select id, at, what, points from aid_redemption where helper_id = ${helper.id} order by at desc limit 20`,
        )
      : [];
    const fixed = () => ({ requestId: newId() });
    return {
      asked: asked.map((aid) => ({
        ...aidRow(tx, aid),
        code: aid.state === 'taken' || aid.state === 'done' ? tx.keys.open(aid.code, aidPlace('code', aid.id)) : null,
        offers: offers(aid, (to) => [
          {
            action: 'confirm',
            zh: '做过了，确认',
            causes: '时间、地点对得上再确认，对方记积分。',
            by: residents,
            when: aidMay(aid.state, 'confirm'),
            to: to('confirm'),
            fixed: fixed(),
          },
          {
            action: 'deny',
            zh: '没有做',
            causes: '这一次不算。',
            by: residents,
            when: aidMay(aid.state, 'deny'),
            to: to('deny'),
            fields: formOf(Ended),
            fixed: fixed(),
          },
          {
            action: 'cancel',
            zh: '不用帮了',
            causes: '这一次取消。',
            by: residents,
            when: aidMay(aid.state, 'cancel'),
            to: to('cancel'),
            fields: formOf(Ended),
            fixed: fixed(),
          },
        ]),
      })),
      helper: helper && {
        stateZh: helperStates[helper.state].zh,
        points: helper.points,
        mine: taken.map((aid) => ({
          ...aidRow(tx, aid),
          offers: offers(aid, (to) => [
            doneOffer(tx, aid, to('done'), residents),
            {
              action: 'release',
              zh: '去不了',
              causes: '退回去，让别人接。',
              by: residents,
              when: aidMay(aid.state, 'release'),
              to: to('release'),
              fixed: fixed(),
            },
          ]),
        })),
        near: near.map((aid) => ({
          ...aidRow(tx, aid),
          // 接了才看得到交代的话
          note: null,
          offers: offers(aid, (to) => [
            {
              action: 'take',
              zh: '我去帮',
              causes: '老人会知道您要来。去不了的早点退回。',
              by: residents,
              to: to('take'),
              fixed: fixed(),
            },
          ]),
        })),
        redeemed: redeemed.map(({ at, ...one }) => ({ ...one, on: plainDateOf(at) })),
      },
      offers: offersTo(actor, [
        {
          action: 'ask',
          zh: '请邻居帮忙',
          causes: '本乡镇（街道）核实过的帮手看得到，谁先接谁来，不收钱。',
          by: residents,
          to: '/api/my/mutual-aid',
          fields: formOf(OwnAid),
          initial: { on: tx.today },
          fixed: fixed(),
        },
        {
          action: 'register',
          zh: '我也想帮别人',
          causes: '乡镇（街道）核实以后就能接。',
          by: residents,
          when: helper === null,
          to: '/api/my/mutual-aid-helper',
          fields: formOf(OwnHelper),
          fixed: fixed(),
        },
      ]),
    };
  });
