/**
 * 家人查看: the elder decides who reads what. A link of its own for each reader, by which he reads without an account and from whatever city: the address cannot be
 * guessed, the end of the telephone number that the elder gave is asked for, five wrong ends close it, each opening is on record, and it is taken back at once.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { hashToken } from '../../../kernel/access/server.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, formOf, Mobile, type PlainDate, ResidentId } from '../../../kernel/schema/index.ts';
import { type Mode, modes, type Period, periods } from '../meals/terms.ts';
import { type AidKind, type AidState, aidKinds, aidStates } from '../mutual-aid/terms.ts';
import { type ItemClass, itemClasses, type OrderState, orderStates } from '../orders/terms.ts';
import { contactRelations } from '../register/terms.ts';
import { virtualHomeOf } from '../virtual-home/family.ts';
import type { LinkRow, MyLinks, Shared } from './content.ts';
import './errors.ts';
import { linkPlace } from './sealed.ts';
import { type ShareScope, shareScopes } from './terms.ts';

const MOST = 10;
const TRIES = 5;
const SHOWN = 20;

const reader = {
  name: z.string().trim().min(2, '请填写姓名').max(30).meta({ label: '家人姓名' }),
  relation: choice(contactRelations).meta({ label: '和老人的关系' }),
  phone: Mobile.meta({ label: '家人手机号码', protect: true, help: '打开链接时要填后4位' }),
  scopes: z.array(choice(shareScopes)).min(1, '请选让他看什么').max(5).meta({ label: '让他看什么', choices: shareScopes }),
};
export const NewLink = z.strictObject(reader);
export const LinkFor = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  elderName: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '老人姓名', help: '老人当面同意了再开' }),
  ...reader,
});
export const LinkScopes = z.strictObject({ scopes: reader.scopes });

const record = (tx: Tx, action: AuditAction, of: { id: string; personId: string; division: DivisionCode; name: string }) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'family-link', id: of.id },
    personId: of.personId,
    division: of.division,
    detail: { reader: of.name },
  });

/** Gives the path of the page once; only its digest is kept. */
async function give(
  tx: Tx,
  person: { id: string; division: DivisionCode },
  of: { given: z.infer<typeof NewLink>; how: 'self' | 'village' },
): Promise<Result<{ path: string }>> {
  const { n } = await tx.one<{ n: number }>(sql`select count(*)::int as n from elder_family_link
    where person_id = ${person.id} and withdrawn_at is null and until >= ${tx.today}`);
  if (n >= MOST) return fail('FAMILY_LINK_MANY', { most: MOST });
  const months = await wholeParameter(tx, 'FAMILY-LINK-MONTHS', tx.city, tx.today);
  if (!months.ok) return months;
  const id = newId();
  const token = randomBytes(24).toString('base64url');
  const { name, relation, phone, scopes } = of.given;
  await tx.run(sql`insert into elder_family_link (id, person_id, division, name, relation, phone, scopes, token_hash, made_at, made_by, made_name, how, until)
    values (${id}, ${person.id}, ${person.division}, ${name}, ${relation}, ${tx.keys.seal(phone, linkPlace(id))}, ${scopes}::text[], ${hashToken(token)},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}, ${of.how}, ${addMonths(tx.today, months.value)})`);
  await record(tx, 'family-link.given', { id, personId: person.id, division: person.division, name });
  return ok({ path: `/family-view/${token}` });
}
export async function giveOwn(tx: Tx, personId: string, given: z.infer<typeof NewLink>): Promise<Result<{ path: string }>> {
  const person = await tx.maybe<{ id: string; division: DivisionCode }>(
    sql`select id, division from person where id = ${personId} and life_state <> 'dead'`,
  );
  return person ? give(tx, person, { given, how: 'self' }) : fail('FAMILY_LINK_PERSON');
}
export async function giveFor(
  tx: Tx,
  { idNumber, elderName, ...given }: z.infer<typeof LinkFor>,
): Promise<Result<{ path: string }>> {
  const found = await findByIdNumber(tx, idNumber);
  const person =
    found?.name === elderName
      ? await tx.maybe<{ id: string; division: DivisionCode }>(
          sql`select id, division from person where id = ${found.id} and life_state <> 'dead' and division >= ${tx.actor.lo} and division < ${tx.actor.hi}`,
        )
      : null;
  return person ? give(tx, person, { given, how: 'village' }) : fail('FAMILY_LINK_PERSON');
}

interface Link {
  id: string;
  personId: string;
  division: DivisionCode;
  name: string;
  relation: keyof typeof contactRelations;
  phone: Buffer;
  scopes: ShareScope[];
  until: PlainDate;
  tries: number;
  openedAt: string | null;
  withdrawnAt: string | null;
}
const columns = sql`id, person_id, division, name, relation, phone, scopes, until, tries, opened_at, withdrawn_at`;

async function ownLink(tx: Tx, personId: string, id: string): Promise<Result<Link, 'NOT_FOUND' | 'FAMILY_LINK_OVER'>> {
  const link = await tx.maybe<Link>(
    sql`select ${columns} from elder_family_link where id = ${id} and person_id = ${personId} for update`,
  );
  if (!link) return fail('NOT_FOUND');
  return link.withdrawnAt ? fail('FAMILY_LINK_OVER') : ok(link);
}
export async function changeLink(
  tx: Tx,
  personId: string,
  id: string,
  { scopes }: z.infer<typeof LinkScopes>,
): Promise<Result<{ id: string }>> {
  const link = await ownLink(tx, personId, id);
  if (!link.ok) return link;
  await tx.run(sql`update elder_family_link set scopes = ${scopes}::text[] where id = ${id}`);
  await record(tx, 'family-link.changed', link.value);
  return ok({ id });
}
export async function withdrawLink(tx: Tx, personId: string, id: string): Promise<Result<{ id: string }>> {
  const link = await ownLink(tx, personId, id);
  if (!link.ok) return link;
  await tx.run(sql`update elder_family_link set withdrawn_at = ${tx.now} where id = ${id}`);
  await record(tx, 'family-link.withdrawn', link.value);
  return ok({ id });
}

const stateOf = (tx: Tx, link: Link): string => {
  if (link.withdrawnAt) return '已收回';
  if (link.until < tx.today) return '已到期';
  return link.tries >= TRIES ? '手机号试错太多，已停' : '可以看';
};

export async function linksOf(tx: Tx, personId: string, actor: Tx['actor']): Promise<MyLinks> {
  const links = await tx.rows<Link>(
    sql`select ${columns} from elder_family_link where person_id = ${personId} order by id desc limit 30`,
  );
  const offers = (link: Link): readonly Offered[] => [
    {
      action: 'scopes',
      zh: '改让他看什么',
      causes: '马上按新的。',
      by: ['resident'],
      when: link.withdrawnAt === null,
      to: `/api/my/family-links/${link.id}/scopes`,
      fields: formOf(LinkScopes),
      initial: { scopes: link.scopes },
      fixed: { requestId: newId() },
    },
    {
      action: 'withdraw',
      zh: '收回',
      causes: '链接马上打不开。',
      by: ['resident'],
      when: link.withdrawnAt === null,
      to: `/api/my/family-links/${link.id}/withdrawal`,
      fixed: { requestId: newId() },
    },
  ];
  return {
    rows: links.map(
      (link): LinkRow => ({
        id: link.id,
        name: link.name,
        relationZh: contactRelations[link.relation],
        scopesZh: link.scopes.map((scope) => shareScopes[scope]),
        until: link.until,
        stateZh: stateOf(tx, link),
        openedAt: link.openedAt,
        offers: offersTo(actor, offers(link)),
      }),
    ),
    offers: offersTo(actor, [
      {
        action: 'give',
        zh: '让家人看',
        causes: '出来一个链接，发给家人。家人在外地、没有账号也能看，看哪几样您定，随时可以收回。',
        by: ['resident'],
        to: '/api/my/family-links',
        fields: formOf(NewLink),
        initial: { scopes: ['statement'] },
        fixed: { requestId: newId() },
      },
    ]),
  };
}

/** What hides behind a link: 'closed' also where there is none, so that nobody learns which. */
export type Opening =
  | { readonly state: 'closed' }
  | { readonly state: 'wrong' }
  | { readonly state: 'open'; readonly shared: Shared };

/** Whether a page may ask for the telephone. */
export const isLinkLive = (context: Context, token: string): Promise<boolean> =>
  context.read(systemActor('family-link', context.city), async (tx) => (await liveLink(tx, token, sql``)) !== null);

const liveLink = (tx: Tx, token: string, lock: ReturnType<typeof sql>): Promise<Link | null> =>
  tx.maybe<Link>(sql`select ${columns} from elder_family_link where token_hash = ${hashToken(token)} and withdrawn_at is null
    and until >= ${tx.today} and tries < ${TRIES} ${lock}`);

export const openLink = (context: Context, token: string, tail: string): Promise<Opening> =>
  context.write(systemActor('family-link', context.city), async (tx): Promise<Opening> => {
    const link = await liveLink(tx, token, sql`for update`);
    if (!link) return { state: 'closed' };
    if (tx.keys.open(link.phone, linkPlace(link.id)).slice(-4) !== tail) {
      await tx.run(sql`update elder_family_link set tries = tries + 1 where id = ${link.id}`);
      return { state: 'wrong' };
    }
    await tx.run(sql`update elder_family_link set tries = 0, opened_at = ${tx.now} where id = ${link.id}`);
    await record(tx, 'family-link.opened', link);
    return { state: 'open', shared: await sharedBy(tx, link) };
  });

async function sharedBy(tx: Tx, link: Link): Promise<Shared> {
  const { personId, scopes } = link;
  const { name } = await tx.one<{ name: string }>(sql`select name from person where id = ${personId}`);
  const home = scopes.includes('statement') ? await virtualHomeOf(tx, personId) : null;
  const lists: Shared['lists'][number][] = [];
  if (scopes.includes('orders')) {
    const rows = await tx.rows<{
      at: string;
      item: string;
      class: ItemClass;
      state: OrderState;
    }>(sql`select o.planned_start as at, i.name as item, i.class, o.state
      from home_care_order o join home_care_item i on i.id = o.item_id where o.person_id = ${personId} order by o.planned_start desc limit ${SHOWN}`);
    lists.push({
      zh: shareScopes.orders,
      lines: rows.map((row) => ({ at: row.at, says: `${itemClasses[row.class]}：${row.item}，${orderStates[row.state]}` })),
    });
  }
  if (scopes.includes('meals')) {
    const rows = await tx.rows<{ at: string; period: Period; mode: Mode }>(
      sql`select served_at as at, period, mode from care_meal where person_id = ${personId} and voided_at is null order by served_at desc limit ${SHOWN}`,
    );
    lists.push({
      zh: shareScopes.meals,
      lines: rows.map((row) => ({ at: row.at, says: `${periods[row.period]}，${modes[row.mode]}` })),
    });
  }
  if (scopes.includes('visits')) {
    const rows = await tx.rows<{ at: string; visitor: string; outcome: string }>(
      sql`select started_at as at, visitor_name as visitor, outcome from elder_visit where person_id = ${personId} and validity = 'valid' order by started_at desc limit ${SHOWN}`,
    );
    lists.push({
      zh: shareScopes.visits,
      lines: rows.map((row) => ({ at: row.at, says: `${row.visitor}去看过${row.outcome === 'no-answer' ? '，没有见到' : ''}` })),
    });
  }
  if (scopes.includes('aid')) {
    const rows = await tx.rows<{ at: string; kind: AidKind; state: AidState }>(
      sql`select wanted_at as at, kind, state from aid_request where person_id = ${personId} order by wanted_at desc limit ${SHOWN}`,
    );
    lists.push({
      zh: shareScopes.aid,
      lines: rows.map((row) => ({ at: row.at, says: `${aidKinds[row.kind]}，${aidStates[row.state].zh}` })),
    });
  }
  return {
    personName: name,
    readerName: link.name,
    until: link.until,
    statements: home?.statements ?? null,
    provider: home?.member ? { name: home.member.providerName, telephone: home.member.telephone } : null,
    lists,
  };
}
