/**
 * The procedure that every benefit of a family goes through (57号; 43号 and the measures on rigid-expense families follow it): intake, survey and check,
 * notice, county. A programme brings its table, its rule and its letters; what happens in a step is the same for all.
 */

import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind } from '../../../kernel/document/index.ts';
import type { Decision } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { type ActionHandler, type Case, type Effect, type Flow, goTo as moveOn } from '../../../kernel/service/server.ts';
import type { FamilyFacts } from '../family/facts.ts';
import type { FamilyMember } from '../family/people.ts';
import { townshipOf } from '../family/places.ts';

/** The steps that every such procedure has; a programme may have more. */
export type ProcedureState =
  | 'submitted'
  | 'supplement'
  | 'accepted'
  | 'toCheck'
  | 'checking'
  | 'surveying'
  | 'reviewing'
  | 'onNotice'
  | 'objected'
  | 'rereviewing'
  | 'toFile'
  | 'confirming'
  | 'withdrawn'
  | 'terminated';

/** What the shared steps need to know of the decision. */
export interface FamilyDecision extends Decision {
  /** Persons counted. */
  readonly persons: number;
}

/** What the steps of any application need to know of what is asked for: told what is missing, withdrawn, ended. */
export interface Asked {
  readonly flow: Flow;
  /** What is applied for, as the receipt names it. */
  readonly service: string;
  /** Short name in messages to officers: 低保. */
  readonly benefit: string;
  /** Where one table serves several items: how this case is named. */
  named?(kase: Case): { service: string; benefit: string };
  /** Its papers, where they are not those of 低保. */
  readonly papers?: { readonly kinds: { readonly correctionNotice: DocumentKind }; readonly subject: string };
}

/** What the papers of the shared steps are called and how they name the benefit. */
export interface ProcedurePapers {
  readonly kinds: Readonly<Record<'acceptanceNotice' | 'correctionNotice' | 'initialOpinion' | 'noticeSheet', DocumentKind>>;
  /** 最低生活保障 in “提交的最低生活保障申请”. */
  readonly subject: string;
  /** The provision that asks for the notice: 民发…第十九条. */
  readonly noticeBasis: string;
  /** What is granted is paid once, not every month. */
  readonly once?: true;
}

export interface Procedure<D extends FamilyDecision = FamilyDecision> extends Asked {
  /** Prefix of its limits among the parameters: `DIBAO` reads `DIBAO-LIMIT-TOTAL`. */
  readonly limits: string;
  /** The parameter that holds the days of its notice; NOTICE-DAYS by default. */
  readonly noticeDays?: string;
  /** The switch by which townships of a place confirm it; the county does where there is none. */
  readonly byTownship?: string;
  /** What the notice says of the family: 拟确认为最低生活保障家庭. */
  readonly proposes: string;
  /** Where the decision says what is proposed: one application, several categories. */
  proposal?(decision: D): string;
  /** What stands against accepting these persons: another application of theirs, a benefit that excludes it. */
  admits?(tx: Tx, kase: Case, members: readonly FamilyMember[]): Promise<Result<null>>;
  /** A family is taken in whole (83号): whoever is of the household in the registry is in the application, or it is said why not. */
  readonly whole?: true;
  readonly papers?: ProcedurePapers;
  /** The decision as it would be made now. */
  compute(tx: Tx, kase: Case): Promise<Result<{ decision: D; facts: FamilyFacts }>>;
}

export const serviceOf = (p: Asked, kase: Case): string => p.named?.(kase).service ?? p.service;
export const benefitOf = (p: Asked, kase: Case): string => p.named?.(kase).benefit ?? p.benefit;
export const proposalOf = <D extends FamilyDecision>(p: Procedure<D>, decision: D): string =>
  p.proposal?.(decision) ?? p.proposes;

export type Done = Promise<Result<Effect<ProcedureState>>>;
/** Handlers of the shared steps, to be taken into the programme's own table. */
export type Handlers<Name extends string> = Readonly<Record<Name, ActionHandler<never, ProcedureState>>>;

export const Nothing = z.strictObject({});

/** Moves on and tells the next holder. */
export const goTo = <State extends string>(tx: Tx, p: Asked, kase: Case, effect: Effect<State>): Promise<Result<Effect<State>>> =>
  moveOn(tx, p.flow.steps as Readonly<Record<State, { holder: string | null; zh: string }>>, kase, effect, {
    template: 'assistance.todo',
    params: { benefit: benefitOf(p, kase) },
  });

export const telephone = (tx: Tx, kase: Case): string => tx.office(townshipOf(kase)).telephone;
