/** What a re-survey found to be true after an objection (57号第十九条): added to the facts, beside what was declared and checked. */

import { z } from 'zod';
import type { FieldProblem } from '../../../kernel/result/index.ts';
import { type FormField, formOf } from '../../../kernel/schema/index.ts';
import { AssistanceApplication, memberRefs } from './application.ts';
import { declaredFacts } from './declared.ts';
import type { FamilyFacts } from './facts.ts';

const { incomes, deposits, houses, vehicles, firms } = AssistanceApplication.shape;
const ifUpheld = { field: 'upheld', in: ['upheld'] };
const HELP = '只填申报和核对里没有的部分，核算随之更新';

/** Fields of the appraisal's form. */
export const foundShape = {
  foundIncomes: incomes.meta({ label: '查实的收入', help: HELP, showIf: ifUpheld }),
  foundDeposits: deposits.meta({ label: '查实的存款等', showIf: ifUpheld }),
  foundHouses: houses.meta({ label: '查实的房子', showIf: ifUpheld }),
  foundVehicles: vehicles.meta({ label: '查实的车', showIf: ifUpheld }),
  foundFirms: firms.meta({ label: '查实的店铺、公司', showIf: ifUpheld }),
};
const Found = z.object(foundShape);
export type Found = z.infer<typeof Found>;

const lists = Object.keys(foundShape) as (keyof Found)[];

/** An objection that holds says what is true; one that does not changes nothing; everything belongs to a member. */
export function foundProblems(form: AssistanceApplication, upheld: boolean, found: Found): FieldProblem[] {
  const given = lists.filter((list) => found[list].length > 0);
  if (upheld && given.length === 0) return [{ path: 'foundIncomes', message: '异议成立的，请填写查实的收入或财产' }];
  if (!upheld) return given.map((list) => ({ path: list, message: '异议不成立的，不用填写' }));
  const known = new Set(memberRefs(form).map((m) => m.ref));
  return given.flatMap((list) =>
    found[list].flatMap((item, i) =>
      known.has(item.member) ? [] : [{ path: `${list}.${i}.member`, message: '请选择家庭成员' }],
    ),
  );
}

/** The appraisal's form with the members of this family to choose from. */
export function appraisalFields(input: z.ZodType, form: AssistanceApplication): FormField[] {
  const choices = memberRefs(form).map((m) => ({ value: m.ref, label: m.name }));
  return formOf(input).map((field) =>
    field.fields
      ? {
          ...field,
          fields: field.fields.map((f) =>
            f.name === 'member' ? { name: 'member', type: 'choice' as const, label: f.label, required: true, choices } : f,
          ),
        }
      : field,
  );
}

/** Adds what every appraisal found to the facts. */
export function addFound(facts: FamilyFacts, form: AssistanceApplication, all: readonly Found[]): FamilyFacts {
  if (all.length === 0 || facts.incomes === null || facts.assets === null) return facts;
  const truth = declaredFacts(
    {
      ...form,
      farms: [],
      expenses: [],
      obligors: [],
      incomes: all.flatMap((f) => f.foundIncomes),
      deposits: all.flatMap((f) => f.foundDeposits),
      houses: all.flatMap((f) => f.foundHouses),
      vehicles: all.flatMap((f) => f.foundVehicles),
      firms: all.flatMap((f) => f.foundFirms),
    },
    { applicationMonth: facts.applicationMonth },
  );
  const { assets } = truth;
  return {
    ...facts,
    incomes: [...facts.incomes, ...truth.incomes!.map((i) => ({ ...i, basis: '异议调查查实' }))],
    assets: {
      financial: [...facts.assets.financial, ...assets!.financial],
      houses: [...facts.assets.houses, ...assets!.houses],
      vehicles: [...facts.assets.vehicles, ...assets!.vehicles],
      firms: [...facts.assets.firms, ...assets!.firms],
    },
  };
}
