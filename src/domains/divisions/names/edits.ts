/** What is filled in about a name that stands: its reading, where it comes from, its protection (PN-05), what is to become of a duplicate of old. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, PositionText } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { type Place, placeColumns, respell } from './register.ts';
import { spellBy } from './spelling.ts';
import { protectionClasses } from './terms.ts';

const text = (label: string, max: number, help = '') =>
  z
    .string()
    .trim()
    .max(max, `不超过${max}个字`)
    .default('')
    .meta({ label, widget: 'textarea', ...(help ? { help } : {}) });

export const Description = z.strictObject({
  syllables: z
    .string()
    .trim()
    .max(200)
    .default('')
    .meta({ label: '读音', help: '一个字一个音节，标声调，空格分开：tīng sì qiáo zhèn' }),
  whereabouts: text('位置和范围', 200),
  position: PositionText.optional().meta({ label: '坐标' }),
  origin: text('来历', 1000),
  meaning: text('含义', 300),
});

export const Protection = z.strictObject({
  protectionClass: choice(protectionClasses).meta({ label: '列入哪一类' }),
  protectionPlan: text('保护措施', 1000, '以后要更名的，须先写明保护措施'),
});

export const LegacyPlan = z.strictObject({
  legacyPlan: z
    .string()
    .trim()
    .min(4, '请写明怎样处理（至少4个字）')
    .max(300, '不超过300字')
    .meta({ label: '怎样处理', help: '保留的写明理由，要改的写明改哪一个', widget: 'textarea' }),
});

async function lock(tx: Tx, of: Addressed): Promise<Result<Place>> {
  const found = await tx.maybe<Place>(
    sql`select ${placeColumns} from place_name p where p.id = ${of.id} and p.status <> 'applied' and p.division >= ${tx.actor.lo} and p.division < ${tx.actor.hi} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  return found.version === of.version ? ok(found) : fail('BOUNDARY_STALE');
}

const noted = (tx: Tx, place: Place, detail: Record<string, string>) =>
  recordAudit(tx, {
    action: 'place-name.changed',
    subject: { kind: 'place-name', id: place.id },
    division: place.division,
    detail,
  });

export async function describePlace(tx: Tx, of: Addressed, given: z.infer<typeof Description>): Promise<Result<null>> {
  const place = await lock(tx, of);
  if (!place.ok) return place;
  const { syllables, whereabouts, position, origin, meaning } = given;
  const { specific, generic, name } = place.value;
  const spelling = syllables ? spellBy(specific, generic, syllables) : null;
  const long = [...name].length;
  if (syllables && !spelling)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'syllables', message: `“${name}”有${long}个字，请写${long}个音节` }]);
  await tx.run(
    sql`update place_name set whereabouts = ${whereabouts}, position = ${position ?? null}, origin = ${origin}, meaning = ${meaning}, version = version + 1 where id = ${of.id}`,
  );
  if (spelling) await respell(tx, place.value, spelling);
  await noted(tx, place.value, { what: 'description' });
  return ok(null);
}

export async function protectPlace(tx: Tx, of: Addressed, given: z.infer<typeof Protection>): Promise<Result<null>> {
  const place = await lock(tx, of);
  if (!place.ok) return place;
  await tx.run(
    sql`update place_name set protection_class = ${given.protectionClass}, protection_plan = ${given.protectionPlan}, version = version + 1 where id = ${of.id}`,
  );
  await noted(tx, place.value, { what: 'protection', class: given.protectionClass });
  return ok(null);
}

export async function planLegacy(tx: Tx, of: Addressed, given: z.infer<typeof LegacyPlan>): Promise<Result<null>> {
  const place = await lock(tx, of);
  if (!place.ok) return place;
  await tx.run(sql`update place_name set legacy_plan = ${given.legacyPlan}, version = version + 1 where id = ${of.id}`);
  await noted(tx, place.value, { what: 'legacy' });
  return ok(null);
}
