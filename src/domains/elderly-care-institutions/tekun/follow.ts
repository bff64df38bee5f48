/**
 * The roster follows what social assistance says in its events, and the stays of this domain; whoever wishes to live in a home and does not is to be placed in time.
 * What became of it goes back as a fact of the person (`concentrated-support`), which social assistance reads.
 */
import { sql } from '../../../database/sql.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { factsAsOf, getPerson, recordFact } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { closeAdmission } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { liveStayOf, nameOf } from '../stays/store.ts';
import { needsNursing } from './rules.ts';
import { auditPlacement, livePlacementOf, lockSupported, type Placement, type Supported } from './store.ts';
import type { Grade } from './terms.ts';

defineTemplates({
  'care-tekun.joined': { title: '特困人员入住了机构', text: '{name}{on}入住{home}，请办集中供养的变更：供养方式和收款人。' },
  'care-tekun.left': { title: '特困人员离开了机构', text: '{name}{on}离开{home}，请核对供养方式和收款人。' },
});

const bug = (what: string, refused: { code: string }): never => {
  throw new Error(`${what}: ${refused.code}`);
};

/** 集中供养, as a fact: where, by which agreement, since when; no institution: not in one any more. */
export interface ConcentratedSupport {
  readonly institutionId: string | null;
  readonly institution: string | null;
  readonly agreementNo: string | null;
  readonly [key: string]: unknown;
}

type Stay = Awaited<ReturnType<typeof liveStayOf>>;

async function tellAssistance(tx: Tx, of: Supported, stay: Stay, ended: PlainDate | null): Promise<void> {
  const subject = { kind: 'person', id: of.personId } as const;
  const [known] = await factsAsOf(tx, subject, { validOn: tx.today, kinds: ['concentrated-support'] });
  const before = (known?.value as ConcentratedSupport | undefined)?.institutionId ?? null;
  const now = of.supported && stay ? stay : null;
  if (before === (now?.institutionId ?? null)) return;
  const home = now && (await findInstitution(tx, now.institutionId));
  const agreement = await tx.maybe<{ no: string | null }>(
    sql`select agreement_no as no from care_placement where admission_id = ${now?.admissionId ?? null} limit 1`,
  );
  const value: ConcentratedSupport = {
    institutionId: now?.institutionId ?? null,
    institution: home?.ok ? home.value.name : null,
    agreementNo: now ? (agreement?.no ?? null) : null,
  };
  const validFrom = now ? now.fromOn : (ended ?? tx.today);
  const done = await recordFact(tx, {
    subject,
    kind: 'concentrated-support',
    value,
    source: 'elderly-care-institutions',
    validFrom,
  });
  if (!done.ok) bug(`the placement of ${of.personId}`, done);
  if (!of.supported) return;
  await notify(tx, {
    to: { performer: 'township-clerk', division: of.division },
    template: now ? 'care-tekun.joined' : 'care-tekun.left',
    params: { name: await nameOf(tx, of.personId), home: value.institution ?? '机构', on: validFrom },
  });
}

async function close(tx: Tx, of: Placement, reason: string): Promise<void> {
  if (of.admissionId !== null && (of.state === 'held' || of.state === 'agreed')) {
    const closed = await closeAdmission(tx, of.admissionId, { as: 'withdrawn', reason });
    if (!closed.ok) bug(`the admission ${of.admissionId}`, closed);
  }
  await tx.run(sql`update care_placement set state = 'closed', reason = ${reason}, closed_on = ${tx.today} where id = ${of.id}`);
  await auditPlacement(tx, 'care-placement.closed', of);
}

/** The days run from the wish; of whom another thing was missing then (a support that was suspended, say), from the day on which it was there. */
async function open(tx: Tx, of: Supported, on: PlainDate): Promise<void> {
  const person = await getPerson(tx, of.personId as Parameters<typeof getPerson>[1]);
  if (!person.ok) return bug(`person ${of.personId}`, person);
  const set = await limits(tx, of.division, ['CARE-PLACE-DAYS']);
  if (!set.ok) return bug(`the placement of ${of.personId}`, set);
  const due = tx.calendar.addWorkdays(of.wishOn! > on ? of.wishOn! : on, set.value['CARE-PLACE-DAYS'], of.division);
  await tx.run(sql`insert into care_placement (id, person_id, division, wish_on, due_on, needs_nursing, sex, opened_at)
    values (${newId()}, ${of.personId}, ${of.division}, ${of.wishOn}, ${due}, ${needsNursing(of.grade)}, ${person.value.sex}, ${tx.now})`);
}

/** Brings the placement of a person to what is known of him or her. */
async function settle(tx: Tx, of: Supported, on: PlainDate, ended: PlainDate | null): Promise<void> {
  const stay = await liveStayOf(tx, of.personId);
  const current = await livePlacementOf(tx, of.personId);
  const wants = of.supported && of.wish === 'institution';
  if (current && stay && of.supported) {
    await tx.run(
      sql`update care_placement set state = 'placed', institution_id = ${stay.institutionId}, admission_id = ${stay.admissionId}, closed_on = ${tx.today} where id = ${current.id}`,
    );
    await auditPlacement(tx, 'care-placement.placed', current);
  } else if (current && (!wants || of.mode === 'institution')) {
    await close(tx, current, of.supported ? (wants ? '已经集中供养' : '意愿变了') : '不再特困供养');
  } else if (current) {
    await tx.run(
      sql`update care_placement set needs_nursing = ${needsNursing(of.grade)}, division = ${of.division} where id = ${current.id}`,
    );
  } else if (wants && of.mode === 'home' && !stay) {
    await open(tx, of, on);
  }
  await tellAssistance(tx, of, stay, ended);
}

/** What one event says of a person; null: nothing for the roster. */
function said(event: DomainEvent): Partial<Supported> | null {
  const payload = event.payload as Record<string, unknown>;
  if (event.type === 'tekun.award.changed')
    return { supported: payload.toState === 'active', mode: payload.mode as Supported['mode'], division: event.division };
  if (event.type === 'tekun.care.changed') return { grade: payload.grade as Grade };
  if (event.type === 'tekun.wish.recorded')
    return { wish: payload.wish as Supported['wish'], wishOn: payload.recordedOn as PlainDate };
  if (event.type === 'person.moved')
    return payload.kind === 'registered' ? { division: payload.toDivision as DivisionCode } : null;
  return {};
}

const KNOWN_FIRST_HERE = ['tekun.award.changed', 'tekun.care.changed', 'tekun.wish.recorded'];

async function follow(tx: Tx, event: DomainEvent): Promise<void> {
  const changes = said(event);
  if (changes === null) return;
  const personId = event.subject.id;
  const known = await tx.maybe(sql`select 1 as yes from care_tekun where person_id = ${personId} limit 1`);
  if (!known && !KNOWN_FIRST_HERE.includes(event.type)) return;
  const of = { ...(await lockSupported(tx, personId, event.division)), ...changes };
  await tx.run(sql`update care_tekun set division = ${of.division}, supported = ${of.supported}, mode = ${of.mode}, grade = ${of.grade}, wish = ${of.wish}, wish_on = ${of.wishOn},
    changed_at = ${tx.now} where id = ${of.id}`);
  const { to } = event.payload as { to?: PlainDate };
  await settle(tx, of, plainDateOf(event.occurredAt), event.type === 'stay.ended' ? (to ?? null) : null);
}

export const tekunReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'elderly-care-institutions.tekun',
    types: ['tekun.award.changed', 'tekun.care.changed', 'tekun.wish.recorded', 'stay.started', 'stay.ended', 'person.moved'],
    handle: follow,
  }),
];
