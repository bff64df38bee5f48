/**
 * Rows that departments send. Each is judged and taken by itself, in a transaction of its own: a bad row is answered with a sentence and
 * leaves nothing behind, the good ones beside it are in. Sent twice, a row counts once.
 */
import { createHash } from 'node:crypto';
import { Rollback } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import { type Actor, systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { type EventPayload, emit } from '../event/server.ts';
import { admitToHospital, dischargeFromHospital, findByIdNumber, reportDeath } from '../resident/server.ts';
import { explain, fail, ok, type Refusal, type Result } from '../result/index.ts';
import { type DivisionCode, isPlainDate, type PlainDate, parseInput, residentIdProblem } from '../schema/index.ts';
import { cursorAt, isInstant, readCursor } from '../service/server.ts';
import { type Feed, type FeedAnswer, type FeedRow, type FeedType, feeds, isFeed } from './feeds.ts';

/** What a row says, as far as the kernel can judge it. */
export interface FeedGiven {
  readonly personId: string | null;
  readonly division: DivisionCode;
  readonly on: PlainDate;
  readonly payload: EventPayload;
}
/** Whom or what a row is about, as its domain knows it; what is left out stays as the row has it. */
export interface FeedMeant {
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly division?: DivisionCode;
  /** In place of the row's own. */
  readonly payload?: EventPayload;
}
type FeedCheck = (tx: Tx, given: FeedGiven) => Promise<Result<FeedMeant>>;
const checks = new Map<FeedType, FeedCheck>();

/** The domain that acts on such rows finds what they are about, and refuses in words what nothing could follow from. One for a type. */
export function defineFeedCheck(type: FeedType, check: FeedCheck): void {
  if (checks.has(type)) throw new Error(`the check of ${type} is defined twice`);
  checks.set(type, check);
}

/** A refusal of a row, as a check gives it: without a full stop, for the answer ends with one. */
export const refuseFeed = (problem: string) => fail('FEED_ROW', { problem });

const sentenceOf = (refusal: Refusal): string =>
  refusal.fields && refusal.fields.length > 0
    ? refusal.fields.map((f) => f.message).join('；')
    : explain(refusal).message.replace(/。$/, '');

interface Taken {
  repeated: boolean;
}

async function take(tx: Tx, department: Actor, row: FeedRow): Promise<Result<Taken>> {
  if (!isFeed(row.type)) return refuseFeed(`没有“${row.type}”这种变动，请对照目录`);
  const feed: Feed = feeds[row.type];
  const on = row.happenedOn;
  if (!isPlainDate(on)) return refuseFeed('发生日期无效，请按“2026-11-22”填写');
  if (on > tx.today) return refuseFeed(`发生日期${on}在今天之后`);
  const payload = parseInput(feed.payload, row.payload);
  if (!payload.ok) return payload;
  const hash = createHash('sm3')
    .update(JSON.stringify([row.type, row.idNumber, on, payload.value]))
    .digest('hex');
  // The same number sent by two at once: the second waits for the first.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`feed:${department.id}:${row.reference}`}, 0))`);
  const known = await tx.maybe<{ bodyHash: string }>(
    sql`select body_hash from department_event where department = ${department.id} and reference = ${row.reference}`,
  );
  if (known) return known.bodyHash === hash ? ok({ repeated: true }) : refuseFeed('这个编号送过别的内容，请换一个编号');
  const subject = await subjectOf(tx, feed, row);
  if (!subject.ok) return subject;
  const { personId } = subject.value;
  const given = { ...subject.value, on, payload: payload.value as EventPayload };
  const meant = await meantBy(tx, row.type, given);
  if (!meant.ok) return meant;
  const division = meant.value.division ?? given.division;
  const told = await tell(tx, { ...given, ...meant.value, division, type: row.type, feed });
  if (!told.ok) return told;
  await tx.run(sql`insert into department_event (id, department, reference, type, body_hash, person_id, division, event_id, happened_on, received_at, received_from)
    values (${newId()}, ${department.id}, ${row.reference}, ${row.type}, ${hash}, ${personId}, ${division}, ${told.value}, ${on}, ${tx.now}, ${department.name})`);
  await recordAudit(tx, {
    action: 'exchange.event.received',
    ...(personId ? { personId } : {}),
    division,
    detail: { type: row.type, reference: row.reference, department: department.id },
  });
  return ok({ repeated: false });
}

async function meantBy(tx: Tx, type: FeedType, given: FeedGiven): Promise<Result<FeedMeant>> {
  const check = checks.get(type);
  if (check) return check(tx, given);
  return feeds[type].about === 'body' ? refuseFeed('本市没有用到这种数据') : ok({});
}

async function subjectOf(tx: Tx, feed: Feed, row: FeedRow): Promise<Result<{ personId: string | null; division: DivisionCode }>> {
  if (feed.about !== 'person') return ok({ personId: null, division: tx.actor.division ?? tx.city });
  const problem = residentIdProblem(row.idNumber ?? '');
  if (problem) return refuseFeed(problem);
  const person = await findByIdNumber(tx, row.idNumber!);
  if (!person) return refuseFeed('本辖区没有查到这个人的登记');
  if (person.lifeState === 'dead') return refuseFeed('这个人已登记死亡');
  const city = tx.city.slice(0, 4);
  const division = [person.division, person.registeredDivision].find((code) => code.startsWith(city)) ?? tx.city;
  return ok({ personId: person.id, division });
}

async function tell(
  tx: Tx,
  given: FeedGiven & { readonly type: FeedType; readonly feed: Feed; readonly subject?: FeedMeant['subject'] },
): Promise<Result<string | null>> {
  const { feed, on, personId, payload, division } = given;
  if (feed.hospital) {
    const of = { personId: personId!, division, on, hospitalId: String(payload.hospitalId) };
    return feed.hospital === 'admitted'
      ? admitToHospital(tx, of)
      : dischargeFromHospital(tx, { ...of, consentRef: (payload.consentRef as string | undefined) ?? null });
  }
  if (feed.death) {
    const reported = await reportDeath(tx, {
      personId: personId!,
      diedOn: on,
      source: '部门数据',
      certificateRef: (payload.certificateRef as string | undefined) ?? null,
    });
    return reported.ok ? ok(null) : reported;
  }
  const event = await emit(tx, {
    type: given.type,
    subject: given.subject ?? (personId ? { kind: 'person', id: personId } : { kind: 'place', id: division }),
    division,
    payload: { ...(personId ? { personId } : {}), ...payload, ...(feed.dayAs ? { [feed.dayAs]: on } : {}) },
    occurredAt: `${on}T00:00:00+08:00`,
    sensitivity: personId ? 'sensitive' : 'public',
  });
  return ok(event.eventId);
}

/** Takes rows in, one by one, in the order given. */
export async function takeFeed(context: Context, department: Actor, rows: readonly FeedRow[]): Promise<FeedAnswer[]> {
  const intake = systemActor('exchange-intake', department.division ?? context.city);
  const answers: FeedAnswer[] = [];
  for (const row of rows) {
    const taken: Result<Taken> = await context.write(intake, async (tx): Promise<Result<Taken>> => {
      const result = await take(tx, department, row);
      if (!result.ok) throw new Rollback(result);
      return result;
    });
    answers.push(
      taken.ok
        ? {
            reference: row.reference,
            state: taken.value.repeated ? 'repeated' : 'accepted',
            message: taken.value.repeated ? '这一条已经收到过，没有重复登记。' : '已收到。',
          }
        : { reference: row.reference, state: 'refused', message: `${sentenceOf(taken)}。` },
    );
  }
  return answers;
}

export interface FeedRecord {
  id: string;
  reference: string;
  type: string;
  typeZh: string;
  happenedOn: PlainDate;
  receivedAt: string;
}

const PAGE = 20;

/** What this department sent, newest first. It says nothing of the persons. */
export async function sentFeed(tx: Tx, cursor: string | undefined): Promise<{ rows: FeedRecord[]; next: string | null }> {
  const at = readCursor(cursor, isInstant);
  const found = await tx.rows<
    Omit<FeedRecord, 'typeZh'>
  >(sql`select id, reference, type, happened_on, received_at from department_event
    where department = ${tx.actor.id} and (${at?.key ?? null}::timestamptz is null or (received_at, id) < (${at?.key ?? null}::timestamptz, ${at?.id ?? null}::uuid))
    order by received_at desc, id desc limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({ ...row, typeZh: isFeed(row.type) ? feeds[row.type].zh : row.type })),
    next: found.length > PAGE && last ? cursorAt(last.receivedAt, last.id) : null,
  };
}
