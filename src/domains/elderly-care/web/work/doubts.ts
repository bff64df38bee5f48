/** What contradicts itself in the scores so far, by the same rules as the server's. No subtotal: nobody steers towards a level. */
import type { Doubts } from '../../../../web/workbench/desk.ts';
import { type Scores, sectionKeys } from '../../assessment/items.ts';
import { contradictions, type Diagnosis, doubts, type Findings, unscored } from '../../assessment/rules.ts';

type Filled = Readonly<Record<string, unknown>>;

const record = (value: unknown): Filled => (typeof value === 'object' && value !== null ? (value as Filled) : {});

/** Items that have no score yet are left out: no rule finds anything in them. */
function findingsSoFar(values: Filled): Findings {
  const scores = Object.fromEntries(
    sectionKeys.map((section) => [
      section,
      Object.fromEntries(
        Object.entries(record(values[section])).flatMap(([key, score]) =>
          typeof score === 'string' && score !== '' ? [[key, Number(score)]] : [],
        ),
      ),
    ]),
  ) as unknown as Scores;
  const diagnoses = (Array.isArray(values.diagnoses) ? values.diagnoses : []).map((row): Diagnosis => {
    const { code, source } = record(row);
    return { code: typeof code === 'string' ? code : '', source: typeof source === 'string' ? source : '' };
  });
  return { scores, diagnoses, riskEvents: {}, coma: values.coma === true };
}

export const doubtsOfScores: Doubts = (values) => {
  const found = findingsSoFar(values);
  const left = unscored(found.scores);
  const faults = contradictions(found).filter(({ path }) => {
    const [section = '', key = ''] = path.split('.');
    const scored = record(record(found.scores)[section])[key];
    return section === 'diagnoses' || scored !== undefined;
  });
  return [
    ...faults.map((fault) => fault.message),
    ...doubts(found, { minutes: null, minMinutes: 0 }),
    ...(left > 0 && left < 26 ? [`还有${left}项未评分`] : []),
  ];
};
