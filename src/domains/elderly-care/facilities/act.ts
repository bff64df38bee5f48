/** What is done with a facility: its state, the days on which it was open, the yearly assessment, two that may be one. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, contentHashOf } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { plannedChoice } from '../../../kernel/map/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import {
  choice,
  FileRef,
  type FormField,
  formOf,
  PlainDateText,
  PositionText,
  parseInput,
  positionOf,
  Uuid,
} from '../../../kernel/schema/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';
import { announce } from './enter.ts';
import { siteLimits } from './parameters.ts';
import { auditSite, changeSite, findSite, lockSite, metresApart, type Site } from './store.ts';
import { proofs, type SiteState, siteGrades, siteMoves, siteStates } from './terms.ts';

const stateNames = Object.fromEntries(Object.entries(siteStates).map(([key, { zh }]) => [key, zh])) as Record<SiteState, string>;

/** The steps that lead on from a state; `deciding`: those of the county. */
export const movesFrom = (state: SiteState, deciding: boolean): SiteState[] =>
  siteMoves[state].filter((to) => deciding || !['operating', 'suspended', 'closed'].includes(to));

/** The form that asks for the next state, of those that may be. */
export const moveForm = (states: readonly SiteState[]): readonly FormField[] => {
  const choices = Object.fromEntries(states.map((state) => [state, stateNames[state]]));
  return formOf(Move.extend({ to: choice(choices).meta({ label: '变为', choices }) }));
};
export const Move = z.strictObject({
  to: choice(stateNames).meta({ label: '变为', choices: stateNames }),
  on: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  note: z
    .string()
    .trim()
    .min(4, '请写明依据（至少4个字）')
    .max(200)
    .meta({ label: '依据', help: '验收、移交、招投标的文号，停运的原因' }),
});

/** `deciding`: by the county, which alone opens, stops and closes. */
export async function moveSite(
  tx: Tx,
  id: string,
  { to, on, note }: z.infer<typeof Move>,
  deciding: boolean,
): Promise<Result<{ id: string }>> {
  const locked = await lockSite(tx, id);
  if (!locked.ok) return locked;
  const site = locked.value;
  if (!movesFrom(site.state, deciding).includes(to))
    return fail('SITE_MOVE', { state: siteStates[site.state].zh, to: siteStates[to].zh });
  if (on > tx.today || on < site.stateOn) return wrong('on', `在${site.stateOn}和今天之间`);
  const also =
    to === 'operating'
      ? sql`, opened_on = coalesce(opened_on, ${on}), idle_since = null`
      : to === 'closed'
        ? sql`, closed_on = ${on}, idle_since = null`
        : sql`, idle_since = null`;
  await changeSite(tx, site, { action: 'move', to, on, note, set: sql`state = ${to}, state_on = ${on}${also}` });
  await auditSite(tx, 'care-site.moved', site);
  if (to === 'operating') await announce(tx, site, on);
  if (to === 'closed')
    await emit(tx, {
      type: 'facility.closed',
      subject: { kind: 'care-site', id },
      division: site.division,
      payload: { facilityId: id, kind: site.kind, closedOn: on },
      sensitivity: 'public',
    });
  return ok({ id });
}

export const OpenDay = z.strictObject({
  on: PlainDateText.meta({ label: '哪一天', widget: 'date' }),
  proof: choice(proofs).meta({ label: '凭什么', choices: proofs, help: '照片要在设施里当场拍，带定位' }),
  people: z.int('请填写整数').min(0).max(2000).meta({ label: '来了多少人', unit: '人次' }),
  photo: FileRef.optional().meta({ label: '照片', paper: 'care-site-photo' }),
  position: PositionText.optional().meta({ label: '位置' }),
});

type Shot = { photo: string; hash: string; position: string };
async function shotOf(tx: Tx, site: Site, given: z.infer<typeof OpenDay>, most: number): Promise<Result<Shot | null>> {
  const { photo, position, proof } = given;
  if (proof !== 'photo') return photo ? wrong('photo', '刷卡、就餐的不用照片') : ok(null);
  if (!photo) return wrong('photo', '请当场拍一张照片');
  const here = position ? positionOf(position) : null;
  if (!position || !here) return wrong('position', '请在设施里定位');
  if (site.lat !== null && site.lon !== null) {
    const metres = Math.round(metresBetween(here, { latitude: site.lat, longitude: site.lon }));
    if (metres > most) return fail('SITE_FAR', { metres, most }, [{ path: 'position', message: '离设施太远' }]);
  }
  const hash = await contentHashOf(tx, photo);
  const used = hash && (await tx.maybe(sql`select 1 as yes from care_site_day where photo_hash = ${hash}`));
  if (!hash || used) return fail('SITE_PHOTO_USED', {}, [{ path: 'photo', message: '请当场重新拍摄' }]);
  const bound = await bindFiles(tx, [photo], { caseId: site.id, personId: null, division: site.division });
  return bound.ok ? ok({ photo, hash, position }) : bound;
}

/** 记一天开放: with what proves it, and not long after. */
export async function recordDay(tx: Tx, id: string, given: z.infer<typeof OpenDay>): Promise<Result<{ id: string }>> {
  const locked = await lockSite(tx, id);
  if (!locked.ok) return locked;
  const site = locked.value;
  if (site.state !== 'operating' && site.state !== 'trial') return fail('SITE_DAY_STATE', { state: siteStates[site.state].zh });
  const limits = await siteLimits(tx, site.division, ['SITE-DAY-LATE', 'SITE-DAY-METRES']);
  if (!limits.ok) return limits;
  const days = limits.value['SITE-DAY-LATE'];
  if (given.on > tx.today || given.on < site.stateOn) return wrong('on', `在${site.stateOn}和今天之间`);
  if (given.on < plusDays(tx.today, -days)) return fail('SITE_DAY_LATE', { days }, [{ path: 'on', message: '过了补记的日子' }]);
  if (given.proof !== 'photo' && given.people === 0) return wrong('people', '刷卡、就餐要有人次');
  const shot = await shotOf(tx, site, given, limits.value['SITE-DAY-METRES']);
  if (!shot.ok) return shot;
  const of = shot.value;
  const added =
    await tx.run(sql`insert into care_site_day (site_id, on_date, division, proof, people, photo, photo_hash, position, entered_at, entered_by, entered_name)
    values (${id}, ${given.on}, ${site.division}, ${given.proof}, ${given.people}, ${of?.photo ?? null}, ${of?.hash ?? null}, ${of?.position ?? null}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (site_id, on_date) do nothing`);
  if (added === 0) return fail('SITE_DAY_TWICE', { on: given.on });
  await auditSite(tx, 'care-site.day', site);
  return ok({ id });
}

export const Assessment = z.strictObject({
  year: z.int('请填写年份').min(2016).max(2100).meta({ label: '年度' }),
  grade: choice(siteGrades).meta({ label: '等次', choices: siteGrades }),
  note: z.string().trim().min(8, '请写明依据（至少8个字）').max(500).meta({ label: '依据', widget: 'textarea' }),
});
export async function assessSite(tx: Tx, id: string, given: z.infer<typeof Assessment>): Promise<Result<{ id: string }>> {
  const locked = await lockSite(tx, id);
  if (!locked.ok) return locked;
  const site = locked.value;
  if (site.openedOn === null || given.year < Number(site.openedOn.slice(0, 4)) || given.year > Number(tx.today.slice(0, 4)))
    return wrong('year', '只评估投用以后、到今年的年度');
  const added =
    await tx.run(sql`insert into care_site_assessment (site_id, year, division, grade, note, assessed_on, assessed_by, assessed_name)
    values (${id}, ${given.year}, ${site.division}, ${given.grade}, ${given.note}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  if (added === 0) return fail('SITE_ASSESSED', { year: given.year });
  await changeSite(tx, site, {
    action: 'assess',
    to: site.state,
    on: tx.today,
    note: `${given.year}年度${siteGrades[given.grade]}：${given.note}`,
  });
  await auditSite(tx, 'care-site.assessed', site);
  return ok({ id });
}

export const Apart = z.strictObject({
  other: Uuid,
  reason: z.string().trim().min(8, '请写明核实的情况（至少8个字）').max(300).meta({ label: '核实的情况', widget: 'textarea' }),
});
/** 不是同一处: looked at on the spot; from then on the two are no longer marked. */
export async function tellApart(tx: Tx, id: string, { other, reason }: z.infer<typeof Apart>): Promise<Result<{ id: string }>> {
  const found = await findSite(tx, id);
  if (!found.ok) return found;
  const pair = await tx.maybe(
    sql`select 1 as yes from care_site s join care_site o on o.id = ${other} where s.id = ${id} and o.id <> s.id and o.owner = s.owner and ${metresApart(sql`s`, sql`o`)} is not null`,
  );
  if (!pair) return fail('SITE_APART');
  await tx.run(sql`insert into care_site_apart (site_id, other_id, division, reason, decided_on, decided_by, decided_name)
    select least(a.id, b.id), greatest(a.id, b.id), case when a.id < b.id then a.division else b.division end, ${reason}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name}
    from care_site a, care_site b where a.id = ${id} and b.id = ${other} on conflict do nothing`);
  await auditSite(tx, 'care-site.apart', found.value);
  return ok({ id });
}

export async function plannedFields(tx: Tx, id: string): Promise<Result<{ fields: readonly FormField[] }, 'NOT_FOUND'>> {
  const found = await findSite(tx, id);
  return found.ok ? ok({ fields: formOf((await plannedChoice(tx, found.value)).shape) }) : found;
}

/** 对应规划项目: confirmed, changed or taken back; the project's page hears of it. */
export async function linkPlanned(tx: Tx, id: string, input: unknown): Promise<Result<{ id: string }>> {
  const locked = await lockSite(tx, id);
  if (!locked.ok) return locked;
  const site = locked.value;
  const { shape, find } = await plannedChoice(tx, site);
  const given = parseInput(shape, input);
  if (!given.ok) return given;
  const planned = find(given.value.planned);
  await tx.run(sql`update care_site set planned_project = ${planned?.id ?? null}, planned_name = ${planned?.name ?? null}, planned_to = ${planned?.to ?? null},
    version = version + 1 where id = ${id}`);
  await auditSite(tx, 'care-site.linked', site);
  await emit(tx, {
    type: 'facility.project.linked',
    subject: { kind: 'care-site', id },
    division: site.division,
    payload: { facility: id, name: site.name, link: `/care-sites/${id}`, projectId: planned?.id ?? null, linkedOn: tx.today },
    sensitivity: 'public',
  });
  return ok({ id });
}
