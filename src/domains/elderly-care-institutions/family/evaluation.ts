/** 家属评价养老机构 (EC-113): once for a stay and quarter, by the older person or the agent whose papers were checked, never by somebody who works there; answered by the home. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { worksInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { findInstitution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { sealPlace } from '../stays/store.ts';
import { reception } from '../stays/terms.ts';
import type { EvaluationPage, EvaluationRow, FamilyEvaluations } from './content.ts';
import {
  type EvaluatedItem,
  evaluated,
  quarterFrom,
  quarterOf,
  quarterZh,
  SATISFIED,
  type Shown,
  shownOf,
  starNames,
  type Voices,
} from './evaluation-rules.ts';
import { ownStay } from './store.ts';

defineTemplates({
  'care-evaluation.made': { title: '家属评价了机构', text: '{quarter}有一位家属评了{stars}星{words}，请看“家属评价”。' },
  'care-evaluation.answered': { title: '机构答复了您的评价', text: '{home}答复了您{quarter}的评价，请在“我家老人”里看。' },
});

const stars = (label: string) => choice(starNames).meta({ label, choices: starNames });
export const Evaluation = z.strictObject({
  overall: stars('总的来说'),
  environment: stars(evaluated.environment),
  facilities: stars(evaluated.facilities),
  management: stars(evaluated.management),
  service: stars(evaluated.service),
  words: z
    .string()
    .trim()
    .max(500)
    .default('')
    .meta({ label: '想说的话', widget: 'textarea', protect: true, help: '机构和民政局看得到，不公开' }),
});

/** Lived there on a day of the quarter. */
const livedIn = (stay: { fromOn: PlainDate; toOn: PlainDate | null }, quarter: string, today: PlainDate): boolean =>
  stay.fromOn <= today && (stay.toOn === null || stay.toOn > quarterFrom(quarter) || stay.toOn === stay.fromOn);

/** 评价: of the quarter that is. */
export async function evaluate(
  tx: Tx,
  { stayId, personId }: { stayId: string; personId: string },
  given: z.infer<typeof Evaluation>,
): Promise<Result<{ id: string }>> {
  const own = await ownStay(tx, stayId, personId);
  if (!own.ok) return own;
  const { stay } = own.value;
  const quarter = quarterOf(tx.today);
  if (!livedIn(stay, quarter, tx.today)) return fail('EVALUATION_NOT_LIVED', { quarter: quarterZh(quarter) });
  if (await worksInUnit(tx, stay.institutionId, personId)) return fail('EVALUATION_STAFF');
  const id = newId();
  const numbers = Object.fromEntries(
    (['overall', ...Object.keys(evaluated)] as const).map((key) => [key, Number(given[key as 'overall'])]),
  ) as Record<'overall' | EvaluatedItem, number>;
  const added =
    await tx.run(sql`insert into care_evaluation (id, stay_id, institution_id, division, quarter, overall, environment, facilities, management, service, words, at, by_person)
    values (${id}, ${stayId}, ${stay.institutionId}, ${stay.division}, ${quarter}, ${numbers.overall}, ${numbers.environment}, ${numbers.facilities}, ${numbers.management}, ${numbers.service},
      ${given.words ? tx.keys.seal(given.words, sealPlace('care_evaluation', 'words', id)) : null}, ${tx.now}, ${personId}) on conflict (stay_id, quarter) do nothing`);
  if (added === 0) return fail('EVALUATION_TWICE', { quarter: quarterZh(quarter) });
  await recordAudit(tx, {
    action: 'care-evaluation.made',
    subject: { kind: 'care-stay', id: stayId },
    personId: stay.personId as never,
    division: stay.division,
  });
  await tellStaff(tx, stay.institutionId, {
    performers: ['care-home-head'],
    template: 'care-evaluation.made',
    params: { quarter: quarterZh(quarter), stars: String(numbers.overall), words: given.words ? '，写了话' : '' },
  });
  return ok({ id });
}

interface Row {
  id: string;
  quarter: string;
  overall: number;
  environment: number;
  facilities: number;
  management: number;
  service: number;
  words: Buffer | null;
  at: string;
  answer: Buffer | null;
  answeredAt: string | null;
  answeredName: string | null;
}
const columns = sql`v.id, v.quarter, v.overall, v.environment, v.facilities, v.management, v.service, v.words, v.at, v.answer, v.answered_at, v.answered_name`;
const viewOf = (tx: Tx, row: Row) => ({
  id: row.id,
  quarterZh: quarterZh(row.quarter),
  overall: row.overall,
  items: (Object.keys(evaluated) as EvaluatedItem[]).map((item) => ({ zh: evaluated[item], stars: row[item] })),
  words: row.words ? tx.keys.open(row.words, sealPlace('care_evaluation', 'words', row.id)) : '',
  at: row.at,
  answer: row.answer ? tx.keys.open(row.answer, sealPlace('care_evaluation', 'answer', row.id)) : null,
  answeredAt: row.answeredAt,
  answeredName: row.answeredName,
});

/** What the family sees: what it said, and whether this quarter is still open. */
export async function familyEvaluations(
  tx: Tx,
  stay: { id: string; institutionId: string; fromOn: PlainDate; toOn: PlainDate | null },
  personId: string,
): Promise<FamilyEvaluations> {
  const quarter = quarterOf(tx.today);
  const rows = await tx.rows<Row>(
    sql`select ${columns} from care_evaluation v where v.stay_id = ${stay.id} order by v.quarter desc limit 40`,
  );
  const open =
    livedIn(stay, quarter, tx.today) &&
    !rows.some((row) => row.quarter === quarter) &&
    !(await worksInUnit(tx, stay.institutionId, personId));
  return { open, quarterZh: quarterZh(quarter), rows: rows.map((row) => viewOf(tx, row)) };
}

export const EvaluationAnswer = z.strictObject({
  answer: z
    .string()
    .trim()
    .min(4, '请写明答复')
    .max(500)
    .meta({ label: '答复', widget: 'textarea', protect: true, help: '说怎么改；只答复一次' }),
});
export async function answerEvaluation(
  tx: Tx,
  id: string,
  { answer }: z.infer<typeof EvaluationAnswer>,
): Promise<Result<{ id: string }>> {
  const of = await tx.maybe<{ institutionId: string; division: string; quarter: string; byPerson: string; answered: boolean }>(
    sql`select institution_id, division, quarter, by_person, answered_at is not null as answered from care_evaluation where id = ${id} for update`,
  );
  if (!of) return fail('NOT_FOUND');
  if (of.answered) return fail('EVALUATION_ANSWERED');
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  await tx.run(sql`update care_evaluation set answer = ${tx.keys.seal(answer, sealPlace('care_evaluation', 'answer', id))}, answered_at = ${tx.now}, answered_by = ${tx.actor.id},
    answered_name = ${tx.actor.name} where id = ${id}`);
  await recordAudit(tx, {
    action: 'care-evaluation.answered',
    subject: { kind: 'care-institution', id: of.institutionId },
    division: home.value.division,
  });
  await notify(tx, {
    to: { personId: of.byPerson as never },
    template: 'care-evaluation.answered',
    params: { home: home.value.name, quarter: quarterZh(of.quarter) },
  });
  return ok({ id });
}

/** The voices of the last four quarters, this one with them. */
async function voicesOf(tx: Tx, institutionId: string): Promise<Voices> {
  const from = quarterOf(`${plusMonths(tx.today.slice(0, 7) as YearMonth, -9)}-01` as PlainDate);
  return tx.one<Voices>(sql`select count(*)::int as voices, coalesce(sum(overall), 0)::int as overall, coalesce(sum(environment), 0)::int as environment,
      coalesce(sum(facilities), 0)::int as facilities, coalesce(sum(management), 0)::int as management, coalesce(sum(service), 0)::int as service,
      (count(*) filter (where overall >= ${SATISFIED}))::int as satisfied, (count(*) filter (where answered_at is not null))::int as answered,
      (count(*) filter (where words is not null))::int as with_words
    from care_evaluation where institution_id = ${institutionId} and quarter >= ${from}`);
}

/** What everybody is shown: means with the number of voices, none where a family would be known by them. */
export async function shownVoices(tx: Tx, of: { id: string; division: string }): Promise<Shown> {
  const set = await limits(tx, of.division as never, ['CARE-EVALUATION-LEAST']);
  return shownOf(await voicesOf(tx, of.id), set.ok ? set.value['CARE-EVALUATION-LEAST'] : Number.POSITIVE_INFINITY);
}

const PAGE = 50;
/** 家属评价 as the home and its offices read them: what was said, not who said it; those without an answer first. */
export async function evaluationPage(tx: Tx, institutionId: string, { q, cursor }: Listing): Promise<Result<EvaluationPage>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const stretch = stretchOf(cursor, PAGE);
  const { rows, next } = pageOf(
    await tx.rows<Row>(
      sql`select ${columns} from care_evaluation v where v.institution_id = ${institutionId} and (${q ?? null}::text is null or v.quarter = ${q ?? null})
        order by v.words is null or v.answered_at is not null, v.at desc, v.id desc ${within(stretch)}`,
    ),
    stretch,
  );
  const quarters = await tx.rows<{ quarter: string; voices: number }>(
    sql`select quarter, count(*)::int as voices from care_evaluation where institution_id = ${institutionId} group by 1 order by 1 desc limit 12`,
  );
  return ok({
    name: home.value.name,
    division: home.value.division,
    shown: await shownVoices(tx, home.value),
    quarters: quarters.map(({ quarter, voices }) => ({ value: quarter, label: `${quarterZh(quarter)} ${voices}` })),
    next,
    rows: rows.map(
      (row): EvaluationRow => ({
        ...viewOf(tx, row),
        offers: offersTo(tx.actor, [
          {
            action: 'answer',
            zh: '答复',
            causes: '家属马上收到；只答复一次。',
            by: reception,
            when: row.answeredAt === null,
            to: `/api/care-evaluations/${row.id}/answer`,
            fields: formOf(EvaluationAnswer),
            fixed: { requestId: newId() },
          },
        ]),
      }),
    ),
  });
}
