/**
 * 一次性补助: asked for by a form, checked by the township, decided by the county, paid once. Such a benefit is one declaration: from it follow its flow, its
 * programme, the actions, the papers, the page and the replay of its decisions (docs/adding.md). Example: `tekun/funeral.ts`.
 */
import type { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { type Decision, type Rule, type RuleId, ruleBook, textValue } from '../../../kernel/policy/index.ts';
import { defineReplay, nameStandards } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, defineFlowImplementation } from '../../../kernel/service/server.ts';
import { assistanceProgramme } from '../programme.ts';
import { oneOffActions } from './actions.ts';
import { type OneOffWords, oneOffFlow } from './flow.ts';
import { bindOneOffPapers, openOneOff } from './open.ts';
import { oneOffSections } from './sections.ts';

/** What every form of such a benefit asks for; the rest is its own. */
export interface OneOffForm {
  readonly applicant: { readonly name: string; readonly idNumber: string; readonly phone: string };
  readonly account: { readonly bank: string; readonly number: string };
  readonly papers: readonly string[];
}

export interface OneOff<Form extends OneOffForm = OneOffForm, Facts extends object = object> extends OneOffWords {
  /** 特困人员丧葬补助: as the programme, the papers and the screens call it. */
  readonly zh: string;
  /** In messages about a payment, where it may be shorter; `zh` by default. */
  readonly money?: string;
  /** Between the authority's short name and 字 in the numbers of its papers: 特困葬. */
  readonly word: string;
  /** The provisions that it rests on, as a refusal quotes them. */
  readonly basis: string;
  /** Chinese names of its own standards and limits, by key. */
  readonly standards?: Readonly<Record<string, string>>;
  readonly form: z.ZodType<Form>;
  readonly steps: readonly { title: string; help?: string; fields: readonly string[] }[];
  /** The village where it is asked for, and the field that says so. */
  readonly place: { of(form: Form): DivisionCode; path: string };
  /** What the rule reads, from the case and the registry; refused where the case cannot be accepted at all. */
  facts(tx: Tx, kase: Case, form: Form): Promise<Result<Facts>>;
  /** The rule by version, newest last: the conditions as clauses, the amount with its computation. Pure. */
  readonly rules: readonly [Rule<Facts>, ...Rule<Facts>[]];
  /** What the township says when it finds everything in order. */
  readonly opinion: string;
  readonly letter: {
    /** Why it is given, before the amount: 丧葬事宜由您办理并承担费用。 */
    because(form: Form, facts: Facts): string;
    /** What was asked for, before its name: 特困人员张三的. */
    asked(form: Form): string;
  };
  /** The form as the case page shows it; identity numbers, telephones and accounts masked. */
  shown(form: Form): { label: string; value: string }[];
  /** Once it is accepted. */
  accepted?(tx: Tx, kase: Case, form: Form): Promise<Result<null>>;
  /** Once it is granted: what makes sure that nobody is given it twice. */
  granted?(tx: Tx, kase: Case, given: { form: Form; entitlementId: string; amountFen: number }): Promise<Result<null>>;
}

/** The facts that a decision keeps: those of the rule; beside them what the county refused for, where no condition of the rule did. */
type Judged<Facts> = Facts & { readonly refusedFor?: string };

/** Refused by the county for a reason that no condition of the rule holds. */
const refusal = (
  { key, short, basis }: Pick<OneOff, 'key' | 'short' | 'basis'>,
  { name, version }: RuleId,
  reason: string,
  asOf: PlainDate,
): Decision => ({
  programme: key,
  rule: { name, version },
  asOf,
  outcome: 'not-eligible',
  clauses: [{ name: `符合${short}发放条件`, verdict: 'unmet', value: textValue(reason), limit: null, basis }],
  amountFen: 0,
  effectiveMonth: null,
  breakdown: [],
  parameters: [],
});

/** Registers the benefit; its service items name it as their template. */
export function defineOneOff<Form extends OneOffForm, Facts extends object>(of: OneOff<Form, Facts>): void {
  const { key, zh, short, money = zh, standards = {} } = of;
  const judging = (rule: Rule<Facts>): Rule<Judged<Facts>> => ({
    ...rule,
    decide: (facts, parameters, on) =>
      facts.refusedFor ? ok(refusal(of, rule, facts.refusedFor, on)) : rule.decide(facts, parameters, on),
  });
  const [first, ...newer] = of.rules;
  const book = ruleBook([judging(first), ...newer.map(judging)]);
  const flow = oneOffFlow(of);
  assistanceProgramme({ key, zh, money, grants: 'single' });
  nameStandards(standards);
  defineTemplates({
    [`${key}.granted`]: { title: `${short}已确认`, text: `${short}{amount}元已确认，随{month}的名单发放，咨询{tel}。` },
  });
  defineReplay({ rule: book.current.name, book });
  const benefit = { ...of, flow, decide: book.current.decide } as unknown as Benefit;
  defineFlowImplementation({
    flow,
    form: () => of.form,
    formSteps: of.steps,
    forOthers: true,
    open: (tx, _item, form) => openOneOff(tx, benefit, form),
    opened: (tx, kase) => bindOneOffPapers(tx, kase),
    actions: oneOffActions(benefit),
    sections: (tx, kase) => oneOffSections(tx, benefit, kase),
  });
}

/** A declared benefit as its actions and pages see it: whatever its form and facts are. */
export interface Benefit extends OneOff {
  readonly flow: ReturnType<typeof oneOffFlow>;
  readonly decide: Rule<Judged<object>>['decide'];
}
