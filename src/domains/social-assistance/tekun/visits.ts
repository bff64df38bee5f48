/**
 * 分散供养每月探访 (4.3, R21): the village sees everybody who is supported at home once a month: how the person is, whether the caregiver does what was
 * agreed, what is needed. What is found wrong goes to the township at once.
 */
import { z } from 'zod';
import { insertValues, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf, plusDays, plusMonths, shortDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, FileRef, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { defineVisits, homePoints, officePoint, type Point } from '../../../kernel/visit/server.ts';
import { townshipOf } from '../family/places.ts';
import { type SelfCareGrade, visitCare, visitHealth } from './terms.ts';

export const VisitInput = z.strictObject({
  visitedOn: PlainDateText.meta({ label: '哪天见到本人', widget: 'date', format: 'plain-date' }),
  health: choice(visitHealth).meta({ label: '身体怎么样' }),
  care: choice(visitCare).meta({ label: '照料人照料得怎么样' }),
  note: z
    .string()
    .trim()
    .max(500, '不超过500字')
    .default('')
    .meta({ label: '看到的情况和需要', help: '例如：缺药、屋顶漏雨、照料人外出', widget: 'textarea' }),
  photos: z.array(FileRef).max(6).default([]).meta({ label: '照片', paper: 'visit-photo' }),
});
export type VisitInput = z.infer<typeof VisitInput>;

const contentPlace = (id: string): string => `tekun_visit.content:${id}`;
const isWorrying = ({ health, care }: VisitInput): boolean =>
  health === 'ill' || health === 'help' || care === 'poor' || care === 'absent';

interface AtHome {
  readonly id: string;
  readonly personId: PersonId;
  readonly caseId: string;
  readonly division: DivisionCode;
  readonly name: string;
}

/** 见到本人就是生存证明：长期没有动静的预警不再误报 */
export const proveLife = (
  tx: Tx,
  { personId, division }: Pick<AtHome, 'personId' | 'division'>,
  seenOn: PlainDate,
): Promise<unknown> =>
  emit(tx, {
    type: 'life.proved',
    subject: { kind: 'person', id: personId },
    division,
    payload: { personId, seenOn, way: 'visit' },
  });

export async function recordVisit(tx: Tx, profileId: string, input: VisitInput): Promise<Result<{ id: string }>> {
  const profile =
    await tx.maybe<AtHome>(sql`select t.id, t.person_id, t.case_id, t.division, p.name from tekun_profile t join person p on p.id = t.person_id
    where t.id = ${profileId} and t.state <> 'ended' and t.mode = 'home' and t.division >= ${tx.actor.lo ?? ''} and t.division < ${tx.actor.hi ?? ''}`);
  if (!profile) return fail('NOT_FOUND');
  const first = firstDayOf(monthOf(tx.today));
  if (input.visitedOn > tx.today || input.visitedOn < first)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'visitedOn', message: `请登记本月的探访，从${shortDate(first)}到今天` }]);
  if (isWorrying(input) && input.note.length < 4)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'note', message: '请写明看到了什么（至少4个字）' }]);
  const { personId, caseId, division } = profile;
  const bound = await bindFiles(tx, input.photos, { caseId, personId, division });
  if (!bound.ok) return bound;
  const id = newId();
  const { visitedOn, ...content } = input;
  const written = await tx.run(
    sql`insert into tekun_visit ${insertValues({
      id,
      profileId,
      personId,
      division,
      month: monthOf(visitedOn),
      visitedOn,
      content: tx.keys.sealJson(content, contentPlace(id)),
      recordedAt: tx.now,
      recordedBy: tx.actor.id,
      recordedName: tx.actor.name,
    })} on conflict (profile_id, visited_on) do nothing`,
  );
  if (written === 0)
    return fail('VISITED_ALREADY', { name: profile.name, date: visitedOn }, [{ path: 'visitedOn', message: '这一天已经登记过' }]);
  await proveLife(tx, profile, visitedOn);
  if (isWorrying(input))
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf(profile) },
      template: 'tekun.visit-worry',
      params: { name: profile.name, place: tx.divisions.fullName(division) },
      caseId,
    });
  await recordAudit(tx, { action: 'tekun.visited', subject: { kind: 'tekun-visit', id }, personId, division });
  return ok({ id });
}

export interface HomeRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly divisionName: string;
  readonly grade: SelfCareGrade | null;
  readonly visitedOn: PlainDate | null;
  readonly worry: boolean;
  /** Where the home is; null: nobody has recorded it. */
  readonly point: Point | null;
}

const PAGE = 50;

/** Everybody supported at home in the actor's range, with the last visit and where the walk begins; the page marks who has not been seen and orders them. */
export async function homeList(
  tx: Tx,
  after: string | null,
): Promise<{ rows: HomeRow[]; next: string | null; office: Point | null }> {
  const found = await tx.rows<
    Omit<HomeRow, 'divisionName' | 'worry' | 'point'> & {
      division: DivisionCode;
      visitId: string | null;
      content: Buffer | null;
    }
  >(sql`select t.id, t.person_id, p.name, t.division, t.grade, v.id as visit_id, v.visited_on, v.content
    from tekun_profile t join person p on p.id = t.person_id
      left join lateral (select id, visited_on, content from tekun_visit w where w.profile_id = t.id order by month desc, visited_on desc limit 1) v on true
    where t.state <> 'ended' and t.mode = 'home' and t.division >= ${tx.actor.lo ?? ''} and t.division < ${tx.actor.hi ?? ''}
      and (${after}::uuid is null or t.id > ${after}::uuid) order by t.id limit ${PAGE + 1}`);
  const rows = found.slice(0, PAGE);
  if (rows.length > 0) await recordAudit(tx, { action: 'tekun.home-listed', personIds: rows.map((r) => r.personId) });
  const points = await homePoints(
    tx,
    rows.map((row) => row.personId as PersonId),
  );
  return {
    office: await officePoint(tx),
    rows: rows.map(({ division, visitId, content, ...row }) => ({
      ...row,
      point: points.get(row.personId as PersonId) ?? null,
      divisionName: tx.divisions.fullName(division),
      worry: visitId !== null && isWorrying(tx.keys.openJson<VisitInput>(content!, contentPlace(visitId))),
    })),
    next: found.length > PAGE ? rows.at(-1)!.id : null,
  };
}

/** Whoever has not been seen this month stands in the walk of the village. */
defineVisits('tekun', async (tx, limit) => {
  const month = monthOf(tx.today);
  const rows = await tx.rows<{ personId: string; name: string; division: DivisionCode }>(
    sql`select t.person_id, p.name, t.division from tekun_profile t join person p on p.id = t.person_id
      where t.state <> 'ended' and t.mode = 'home' and t.division >= ${tx.actor.lo ?? ''} and t.division < ${tx.actor.hi ?? ''}
        and not exists (select from tekun_visit v where v.profile_id = t.id and v.month = ${month}) order by t.id limit ${limit}`,
  );
  const dueOn = plusDays(firstDayOf(plusMonths(month, 1)), -1);
  return rows.map((row) => ({ ...row, zh: '每月探访', dueOn, href: '/tekun-visits' }));
});
